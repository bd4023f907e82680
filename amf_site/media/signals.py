"""What others may want to know of pictures and documents."""

from django.dispatch import Signal

#: The file of a picture (``instance``) has been replaced by an editor: what was said of it was said of another one.
picture_replaced = Signal()
