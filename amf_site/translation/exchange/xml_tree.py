"""Parse untrusted XML into a tree, without document types or entities, and with limits on size and depth.

The tree builder of the standard library accepts all of them; its parser, expat, reports each before it is processed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from django.utils.translation import gettext as _

from .document import ExchangeError

#: Maximum depth, more than any XLIFF unit needs.
DEEPEST = 60
MOST_NODES = 1_000_000
#: Separates namespace and name.
BETWEEN = " "


@dataclass
class Node:
    name: str
    attributes: dict[str, str]
    line: int
    #: Texts and child nodes in order.
    content: list[Any] = field(default_factory=list)

    def all(self, name: str) -> Iterator["Node"]:
        return (child for child in self.content if isinstance(child, Node) and child.name == name)

    def first(self, name: str) -> "Node | None":
        return next(self.all(name), None)

    @property
    def text(self) -> str:
        return "".join(child for child in self.content if isinstance(child, str))

    @property
    def whole_text(self) -> str:
        """The text including that of all descendants."""
        return "".join(child if isinstance(child, str) else child.whole_text for child in self.content)


class _Builder:
    def __init__(self, aliases: Mapping[str, str]) -> None:
        self.aliases = aliases
        self.root = Node("", {}, 0)
        self.open = [self.root]
        self.count = 0
        self.parser = expat.ParserCreate(namespace_separator=BETWEEN)
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self.refuse
        self.parser.EntityDeclHandler = self.refuse
        self.parser.ExternalEntityRefHandler = self.refuse
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.text

    def refuse(self, *args: Any) -> Any:
        raise ExchangeError(_("It has a document type or entities. For safety, such files are not read."))

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.count += 1
        if self.count > MOST_NODES or len(self.open) > DEEPEST:
            raise ExchangeError(_("It has too many elements, or too many in one another."))
        space, between, tag = name.rpartition(BETWEEN)
        node = Node(f"{self.aliases.get(space, space)}{between}{tag}", attributes, self.parser.CurrentLineNumber)
        self.open[-1].content.append(node)
        self.open.append(node)

    def end(self, name: str) -> None:
        self.open.pop()

    def text(self, text: str) -> None:
        self.open[-1].content.append(text)


def read_tree(content: bytes, aliases: Mapping[str, str]) -> Node:
    """Return the root element; ``aliases`` maps namespaces to others. Raise ``ExchangeError``."""
    builder = _Builder(aliases)
    try:
        builder.parser.Parse(content, True)
    except expat.ExpatError as error:
        raise ExchangeError(
            _("This is no sound XML: line %(line)s cannot be read (%(reason)s).")
            % {"line": error.lineno, "reason": expat.ErrorString(error.code)}
        ) from error
    except (ValueError, LookupError) as error:
        # An encoding that Python does not support.
        raise ExchangeError(_("This is no XML in UTF-8.")) from error
    return next(child for child in builder.root.content if isinstance(child, Node))
