"""Each function reproduces one fault and returns whether it exists. Its name begins with the number of the fault."""

from collections.abc import Callable

from . import admin, content, keeping, publishing, serving, tree

#: By number, as listed in ``docs/translation-faults.md``: ``B16_alts`` is a part of B16.
FAULTS: dict[str, Callable[[], bool]] = {
    name.split("__")[0].upper(): function
    for module in (tree, publishing, keeping, content, serving, admin)
    for name, function in vars(module).items()
    if name[0] == "b" and name[1:3].isdigit()
}
