"""Storage of media files on local disk, as used by ``make run``."""

import os
from typing import Any
from uuid import uuid4

from django.core.files.storage import FileSystemStorage

#: The folder in which files are written before they are moved into place; it is never served.
UNFINISHED = "unfinished"


class WholeFileStorage(FileSystemStorage):
    """Save files atomically, even if the process is killed while writing.

    Django writes to the final name, so an incomplete image could be served forever.
    """

    def _save(self, name: str, content: Any) -> str:
        aside = super()._save(f"{UNFINISHED}/{uuid4()}", content)  # type: ignore[misc]
        with self.open(aside) as written:
            os.fsync(written.fileno())
        os.makedirs(os.path.dirname(self.path(name)), exist_ok=True)
        while True:
            try:
                os.link(self.path(aside), self.path(name))
            except FileExistsError:
                name = self.get_available_name(name)
            else:
                self.delete(aside)
                return name.replace("\\", "/")
