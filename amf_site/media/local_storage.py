"""Files in a folder of this machine, as ``make run`` keeps them."""

import os
from typing import Any
from uuid import uuid4

from django.core.files.storage import FileSystemStorage

#: Where files are written, beside the folders that anybody reads.
UNFINISHED = "unfinished"


class WholeFileStorage(FileSystemStorage):
    """A file is there whole or not at all, whenever the process that writes it ends.

    Django writes under the name that readers ask for, and half a picture would be shown for ever.
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
