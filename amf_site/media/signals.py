"""Signals of images and documents."""

from django.dispatch import Signal

#: Sent after an editor has replaced the file of an image (``instance``): texts that describe it may be wrong now.
picture_replaced = Signal()
