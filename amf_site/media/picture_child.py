"""Re-encode an untrusted image. Run by ``amf_site.limited`` as a child process with limits, without Django.

The file is read from standard input. The answer is JSON on standard output: ``{"refusal": code}``, where the codes are
the keys of ``amf_site.media.picture_examination.REFUSALS``, or the new image: 8-bit sRGB, upright, one frame, pixels
only. So no position, camera, date, thumbnail, comment or embedded file is left.
"""

import base64
import contextlib
import io
import json
import logging
import math
import sys
import warnings
from typing import Any

import filetype
import pillow_heif
from PIL import (
    AvifImagePlugin,  # noqa: F401 registers its format, as the next two do
    Image,
    ImageCms,
    ImageFile,
    ImageOps,
    JpegImagePlugin,  # noqa: F401
    PngImagePlugin,
    WebPImagePlugin,  # noqa: F401
)

#: Formats that are decoded, by Pillow's names.
DECODED = ("JPEG", "PNG", "WEBP", "AVIF", "HEIF")
#: The format in which each is saved. MPO is the JPEG of some phones, with a second image in it.
KEPT_AS = {"JPEG": "JPEG", "MPO": "JPEG", "HEIF": "JPEG", "PNG": "PNG", "WEBP": "WEBP", "AVIF": "AVIF"}
#: Extensions and encoder options of saved files. High quality, because renditions are created from them.
EXTENSIONS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "AVIF": "avif"}
OPTIONS: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 92},
    "PNG": {"compress_level": 6},
    "WEBP": {"quality": 92, "method": 2},
    "AVIF": {"quality": 85, "speed": 8},
}
#: The maximum size to decode: phones take images of 12, 48, 50 or 64 megapixels. Larger JPEGs are decoded at half or a
#: quarter of their size, which is cheaper.
MOST_PIXELS_DECODED = 64_000_000
#: The maximum size to save, more than any rendition needs. The same as Wagtail's setting (``IMAGE_MAX_PIXELS``).
MOST_PIXELS = 25_000_000
#: The limit of WebP, in which every image is offered.
LONGEST_SIDE = 16_383
LARGEST_FILE = 40 * 1024 * 1024
#: The maximum decompressed size of a PNG text chunk. Those of Photoshop often exceed Pillow's default of one megabyte.
LONGEST_DESCRIPTION = 32 * 1024 * 1024
#: Keys of Pillow's ``info`` that are not metadata to remove.
PLAIN_NOTES = {
    "jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression", "dpi", "interlace", "loop",
    "background", "timestamp", "duration", "primary", "bit_depth",
}  # fmt: skip
#: Size of the thumbnail that is encoded in every format as a test.
TRIAL_SIZE = (320, 320)


class RefusedError(Exception):
    """The image is refused. The message is the code of the reason."""


def examine(content: bytes) -> dict[str, Any]:
    """Return the re-encoded image and findings about the original. Raise ``RefusedError``."""
    try:
        with Image.open(io.BytesIO(content), formats=DECODED) as picture:
            refuse_what_is_too_large(picture)
            picture.load()
            is_moving = getattr(picture, "is_animated", False) and picture.format not in ("MPO", "HEIF")
            is_plain = picture.mode in ("RGB", "RGBA") and picture.info.keys() <= PLAIN_NOTES
            upright = not_larger_than_needed(in_srgb(turned_upright(picture)))
            kept_as = "PNG" if picture.format == "HEIF" and upright.mode == "RGBA" else KEPT_AS[str(picture.format)]
    except Image.UnidentifiedImageError as unknown:
        raise RefusedError("broken" if kind_of(content) in EXTENSIONS.values() else "unknown") from unknown
    clean = written(upright, kept_as, **OPTIONS[kept_as])
    if len(clean) > LARGEST_FILE:
        raise RefusedError("large")
    try_every_format(clean)
    return {
        "content": base64.b64encode(clean).decode(),
        "extension": EXTENSIONS[kept_as],
        "width": upright.width,
        "height": upright.height,
        "is_moving": is_moving,
        "is_plain": is_plain,
    }


def kind_of(content: bytes) -> str:
    """Return the usual extension of the file's format, judging by its first bytes; empty if unknown."""
    kind = filetype.guess_extension(content) or ""
    return {"apng": "png"}.get(kind, kind)


def refuse_what_is_too_large(picture: Image.Image) -> None:
    """Raise ``RefusedError`` if the image is too large, according to its header, before it is decoded."""
    part = 2 if picture.width * picture.height <= 4 * MOST_PIXELS_DECODED else 4
    if picture.width * picture.height > MOST_PIXELS_DECODED:
        # Only JPEG can be decoded at a smaller size; for other formats ``draft`` does nothing.
        picture.draft(None, (picture.width // part, picture.height // part))
    if picture.width * picture.height > MOST_PIXELS_DECODED:
        raise RefusedError("pixels")


def not_larger_than_needed(picture: Image.Image) -> Image.Image:
    scale = min(1, math.sqrt(MOST_PIXELS / (picture.width * picture.height)), LONGEST_SIDE / max(picture.size))
    if scale == 1:
        return picture
    size = max(1, int(picture.width * scale)), max(1, int(picture.height * scale))
    return picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=2)


def turned_upright(picture: Image.Image) -> Image.Image:
    """Rotate the image according to its EXIF orientation; ignore EXIF data that cannot be read."""
    with contextlib.suppress(Exception):
        return ImageOps.exif_transpose(picture)
    return picture


def in_srgb(picture: Image.Image) -> Image.Image:
    """Convert to 8-bit sRGB, in mode RGB or, with transparency, RGBA."""
    profile = picture.info.get("icc_profile")
    shows_through = picture.has_transparency_data
    if picture.mode.startswith("I") or picture.mode == "F":
        # Scale first: Pillow's conversion clips values above 255.
        scale = 1 / 256 if picture.mode.startswith("I") else 255
        picture = picture.convert("I" if picture.mode.startswith("I") else "F").point(lambda value: value * scale + 0)
        picture, shows_through = picture.convert("L"), False
    elif picture.mode in ("P", "PA", "LA", "1", "La", "RGBa") or shows_through:
        picture = picture.convert("RGBA" if shows_through else "RGB")
    mode = "RGBA" if shows_through else "RGB"
    converted = converted_by_profile(picture, profile, mode) or picture.convert(mode)
    if mode == "RGBA" and converted.getchannel("A").getextrema() == (255, 255):
        converted = converted.convert("RGB")
    plain = Image.new(converted.mode, converted.size)
    plain.paste(converted)
    return plain


def converted_by_profile(picture: Image.Image, profile: bytes | None, mode: str) -> Image.Image | None:
    """Convert to sRGB with the ICC profile; return ``None`` if there is none or it does not match the image."""
    if not profile:
        return None
    with contextlib.suppress(ImageCms.PyCMSError, OSError, ValueError, TypeError):
        colours = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(picture, colours, ImageCms.createProfile("sRGB"), outputMode=mode)
    return None


def written(picture: Image.Image, kind: str, **options: Any) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def try_every_format(clean: bytes) -> None:
    """Check that the saved file can be decoded and encoded in every format, as is necessary for renditions."""
    with Image.open(io.BytesIO(clean)) as kept:
        kept.load()
        small = kept.copy()
    small.thumbnail(TRIAL_SIZE)
    for kind in EXTENSIONS:
        written(small.convert("RGB") if kind == "JPEG" else small, kind)


def main() -> None:
    logging.disable()
    warnings.simplefilter("ignore")
    pillow_heif.register_heif_opener(thumbnails=False)
    # ``examine`` checks the size itself; truncated images are errors.
    Image.MAX_IMAGE_PIXELS, ImageFile.LOAD_TRUNCATED_IMAGES = None, False
    PngImagePlugin.MAX_TEXT_CHUNK = LONGEST_DESCRIPTION
    try:
        answer = examine(sys.stdin.buffer.read())
    except RefusedError as refused:
        answer = {"refusal": str(refused)}
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 whatever a decoder ends with, the file cannot be read
        answer = {"refusal": "broken"}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
