"""A picture that nobody vouches for, made into one that can be shown: run by ``amf_site.limited``, without Django.

The file comes on the standard input. The answer is JSON on the standard output: ``{"refusal": code}``, where the codes
are the keys of ``amf_site.media.picture_examination.REFUSALS``, or the picture anew: 8-bit sRGB, upright, one frame,
nothing but its pixels. So no position, camera, date, thumbnail or comment is left, and no file within the file.
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

#: What is decoded, by Pillow's names.
DECODED = ("JPEG", "PNG", "WEBP", "AVIF", "HEIF")
#: How it is kept. A telephone's JPEG with a second picture in it is an MPO.
KEPT_AS = {"JPEG": "JPEG", "MPO": "JPEG", "HEIF": "JPEG", "PNG": "PNG", "WEBP": "WEBP", "AVIF": "AVIF"}
#: Names and options of the files that are kept. Sizes for readers are made of them, so they lose little.
EXTENSIONS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "AVIF": "avif"}
OPTIONS: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 92},
    "PNG": {"compress_level": 6},
    "WEBP": {"quality": 92, "method": 2},
    "AVIF": {"quality": 85, "speed": 8},
}
#: What is decoded: the pictures of telephones have 12, 48, 50 or 64 million pixels. A JPEG of more is decoded at half
#: its size, or a quarter, which costs less.
MOST_PIXELS_DECODED = 64_000_000
#: What is kept: more than any size for readers needs. As the setting of Wagtail says too (``IMAGE_MAX_PIXELS``).
MOST_PIXELS = 25_000_000
#: WebP can be no longer. Every picture is offered as WebP.
LONGEST_SIDE = 16_383
LARGEST_FILE = 40 * 1024 * 1024
#: What a description in a PNG may unpack to. Those of Photoshop are often larger than Pillow's one megabyte.
LONGEST_DESCRIPTION = 32 * 1024 * 1024
#: What Pillow tells of a file that holds only pixels.
PLAIN_NOTES = {
    "jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression", "dpi", "interlace", "loop",
    "background", "timestamp", "duration", "primary", "bit_depth",
}  # fmt: skip
#: A picture in little is written in every format that readers get.
TRIAL_SIZE = (320, 320)


class RefusedError(Exception):
    """The picture is refused; the text is the code of the reason."""


def examine(content: bytes) -> dict[str, Any]:
    """The picture anew, with what an editor should know of it."""
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
    """What the file is, by its first bytes: the usual extension of its kind, empty if that is not known."""
    kind = filetype.guess_extension(content) or ""
    return {"apng": "png"}.get(kind, kind)


def refuse_what_is_too_large(picture: Image.Image) -> None:
    """Before anything is decoded: the file only says how large it would be."""
    part = 2 if picture.width * picture.height <= 4 * MOST_PIXELS_DECODED else 4
    if picture.width * picture.height > MOST_PIXELS_DECODED:
        # Of the formats that are taken only JPEG can be decoded at a smaller size; the others stay as they are.
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
    """As the camera was held. A description that cannot be read is no reason against a picture."""
    with contextlib.suppress(Exception):
        return ImageOps.exif_transpose(picture)
    return picture


def in_srgb(picture: Image.Image) -> Image.Image:
    """The pixels as RGB or, where something shows through, RGBA, of eight bits, in the colours of the web."""
    profile = picture.info.get("icc_profile")
    shows_through = picture.has_transparency_data
    if picture.mode.startswith("I") or picture.mode == "F":
        # Pillow cuts what is above 255 instead of scaling it.
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
    """The picture in sRGB; nothing if it names no colours, or such that do not fit it."""
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
    """What readers get is made of the file that is kept: it can be read, and written in every format."""
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
    # The size is judged above; half of a picture is none.
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
