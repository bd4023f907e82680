"""Encoder settings for images."""

from typing import IO, Any

from PIL import AvifImagePlugin, Image

#: From 0 (slow, small files) to 10. Pillow's default of 6 takes four times as long as 8, for files about a sixth
#: smaller; editors would wait for that at every upload. Wagtail and Willow have no setting for it.
AVIF_SPEED = 8


def save_avif(image: Image.Image, file: IO[bytes], filename: Any) -> None:
    image.encoderinfo.setdefault("speed", AVIF_SPEED)
    AvifImagePlugin._save(image, file, filename)


def register() -> None:
    Image.init()
    Image.register_save("AVIF", save_avif)
