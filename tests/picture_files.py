"""Image files for tests: as phones, scanners and programs write them, and broken ones."""

import io
import struct
import zlib
from typing import Any

import pillow_heif
from PIL import Image, ImageCms, PngImagePlugin

#: Is in all metadata of an image, and must not be anywhere after cleaning.
MARK = "Invented camera 7F3A"
NOTE_FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "HEIF")


def drawn(size: tuple[int, int] = (480, 320), mode: str = "RGB") -> Image.Image:
    """Draw an image that is red at the top and blue at the bottom, so that its orientation can be tested."""
    picture = Image.new("RGB", size, "#2040c0")
    picture.paste("#c02020", (0, 0, size[0], size[1] // 2))
    return picture.convert(mode)


def written(picture: Image.Image, kind: str, **options: Any) -> bytes:
    if kind == "HEIF":
        pillow_heif.register_heif_opener()
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def notes(orientation: int = 1) -> bytes:
    """Return Exif data as phones write it: camera, date, position."""
    exif = Image.Exif()
    exif[0x010F] = exif[0x0110] = exif[0x013B] = exif[0x010E] = MARK
    exif[0x0132] = "2026:11:30 10:00:00"
    exif[0x0112] = orientation
    exif.get_ifd(0x8769)[0x9003] = "2026:11:30 10:00:00"
    exif.get_ifd(0x8825).update({1: "N", 2: (35.0, 41.0, 21.0), 3: "E", 4: (51.0, 23.0, 20.0), 27: MARK.encode()})
    return exif.tobytes()


XMP = (
    '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
    'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
    f'xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="35,41.35N" exif:Note="{MARK}"/></rdf:RDF>'
    '</x:xmpmeta><?xpacket end="w"?>'
).encode()


def photograph(kind: str = "JPEG", size: tuple[int, int] = (1920, 1280), orientation: int = 1) -> bytes:
    """Return an image with position, camera and date in all kinds of metadata that the format supports."""
    options: dict[str, Any] = {"exif": notes(orientation)}
    if kind == "PNG":
        text = PngImagePlugin.PngInfo()
        text.add_text("Comment", MARK)
        text.add_itxt("XML:com.adobe.xmp", XMP.decode())
        options["pnginfo"] = text
    else:
        options["xmp"] = XMP
    if kind == "JPEG":
        options["comment"] = MARK
        # IPTC data, as photo agencies write it, and data after the end of the file.
        record = b"\x1c\x02\x78" + struct.pack(">H", len(MARK)) + MARK.encode()
        block = b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0" + struct.pack(">I", len(record)) + record
        made = written(drawn(size), kind, **options)
        return made[:2] + b"\xff\xed" + struct.pack(">H", len(block) + 2) + block + made[2:] + MARK.encode()
    return written(drawn(size), kind, **options)


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def with_rubbish_in_its_notes() -> bytes:
    """Return a PNG whose Exif data, in ImageMagick's encoding, ends in an invalid number."""
    text = PngImagePlugin.PngInfo()
    text.add_text("Raw profile type exif", "\nexif\n      10\n4578696600004d4d002zz", zip=True)
    return written(drawn(), "PNG", pnginfo=text)


def with_rubbish_exif(kind: str) -> bytes:
    return written(drawn(), kind, exif=b"Exif\0\0MM\0*\xff\xff\xff\xff" + MARK.encode())


def with_broken_profile(kind: str) -> bytes:
    return written(drawn(), kind, icc_profile=b"no profile at all " * 8)


def with_profile(kind: str = "JPEG") -> bytes:
    """Return an image in another colour space than sRGB, with the profile in the file."""
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    return written(drawn(), kind, icc_profile=lab.tobytes())


def grey_of_16_bits() -> bytes:
    """Return a gradient from black on the left to white on the right."""
    values = b"".join(struct.pack("<H", column * 65535 // 479) for column in range(480))
    return written(Image.frombytes("I;16", (480, 320), values * 320), "PNG")


def cmyk() -> bytes:
    return written(drawn(mode="CMYK"), "JPEG")


def moving(kind: str) -> bytes:
    """Return an animation of two frames."""
    first, second = drawn(), drawn().transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    return written(first, kind, save_all=True, append_images=[second], duration=200)


def truncated(kind: str) -> bytes:
    whole = written(drawn((900, 600)).effect_spread(40), kind)
    return whole[: len(whole) * 2 // 3]
