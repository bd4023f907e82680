"""How pictures are written."""

from typing import IO, Any

from PIL import AvifImagePlugin, Image

#: From 0 (slow, small) to 10. Pillow's own 6 takes four times as long as 8 for files about a sixth smaller, which an
#: editor would wait for at every upload; Wagtail and Willow have no setting for it.
AVIF_SPEED = 8


def save_avif(image: Image.Image, file: IO[bytes], filename: Any) -> None:
    image.encoderinfo.setdefault("speed", AVIF_SPEED)
    AvifImagePlugin._save(image, file, filename)


def register() -> None:
    Image.init()
    Image.register_save("AVIF", save_avif)
