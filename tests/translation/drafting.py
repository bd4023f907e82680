"""The body of an English page that changes at random, in all ways that blocks, tables and lists allow.

Every sentence is a tale (``tales``) with a number and a version. The published state can be restored.
"""

import random
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from .tales import block as block_of
from .tales import cards_block, list_block, picture_block, table_block, tale, text_block

TITLE, SUMMARY, ALT = 1000, 1001, 1002


@dataclass
class Block:
    """``lines`` are paragraphs, items, cards or rows, each with the numbers of its sentences."""

    number: int
    kind: str
    lines: list[list[int]]
    #: Headings of the columns of a table.
    heads: list[int] = field(default_factory=list)
    #: The indented items of a list.
    deep: set[int] = field(default_factory=set)
    picture: Any = None
    is_ordered: bool = False


class Draft:
    """The content of the editor's form; each change is one that a user can make in it."""

    def __init__(self, chance: random.Random, pictures: list[Any]) -> None:
        self.chance, self.pictures = chance, pictures
        self.next = 0
        self.versions = {TITLE: 1, SUMMARY: 1, ALT: 1}
        self.top = pictures[0]
        self.slug = ""
        #: Blocks in which sentences were added or removed since the last publication: with both in one block, people
        #: could not tell either whether one sentence has changed into the other.
        self.touched: dict[int, str] = {}
        self.blocks = [self.new_block(kind) for kind in ("text", "quote", "list", "table", "cards", "picture", "text")]
        self.touched = {}

    def number(self) -> int:
        self.next += 1
        self.versions[self.next] = 1
        return self.next

    def text(self, number: int) -> str:
        return tale(number, self.versions[number])

    def new_block(self, kind: str) -> Block:
        number = self.number()
        width = {"text": 1, "list": 1, "quote": 2, "picture": 2, "cards": 2, "table": 2}[kind]
        count = 1 if kind in ("quote", "picture") else 3
        block = Block(number, kind, [[self.number() for _ in range(width)] for _ in range(count)])
        self.touched[number] = "added"
        if kind == "table":
            block.heads = [self.number(), self.number()]
        if kind == "list":
            block.deep = {block.lines[1][0]}
        if kind == "picture":
            block.picture = self.chance.choice(self.pictures)
        return block

    def raw(self) -> list[dict[str, Any]]:
        return [self.raw_block(block) for block in self.blocks]

    def raw_block(self, block: Block) -> dict[str, Any]:
        lines = [[self.text(number) for number in line] for line in block.lines]
        match block.kind:
            case "text":
                return text_block(block.number, *(line[0] for line in lines))
            case "quote":
                return block_of(block.number, "quote", dict(zip(("text", "source"), lines[0], strict=True)))
            case "picture":
                return picture_block(block.number, block.picture, *lines[0])
            case "cards":
                return cards_block(block.number, "", *((line[0], *map(self.text, line)) for line in block.lines))
            case "table":
                return table_block(block.number, "", map(self.text, block.heads), lines)
        # The first item of a list is never indented.
        depths = [int(place > 0 and line[0] in block.deep) for place, line in enumerate(block.lines)]
        kind = "ol" if block.is_ordered else "ul"
        return list_block(
            block.number, *((line[0], depth) for line, depth in zip(lines, depths, strict=True)), kind=kind
        )

    def fields(self) -> dict[str, Any]:
        said = {"title": TITLE, "summary": SUMMARY, "picture_alt": ALT}
        return {name: self.text(number) for name, number in said.items()} | {"picture": self.top, "slug": self.slug}

    def kept(self) -> tuple[Any, ...]:
        return deepcopy((self.blocks, self.versions, self.slug)), self.top

    def go_back(self, kept: tuple[Any, ...]) -> None:
        (blocks, versions, self.slug), self.top = deepcopy(kept[0]), kept[1]
        self.blocks, self.versions = blocks, self.versions | versions

    # Changes

    def change(self) -> str:
        """Make a random change. Return its name and the new body."""
        changes = (
            *(self.reword, self.reword, self.reword, self.reword_a_field, self.add_line, self.remove_line),
            *(self.move_line, self.add_block, self.remove_block, self.move_block, self.move_block),
            *(self.another_picture, self.another_top, self.nest, self.rename, self.turn_columns),
        )
        change = self.chance.choice(changes)
        change()
        return f"{change.__name__}: {self}"

    def __str__(self) -> str:
        blocks = []
        for block in self.blocks:
            lines = ["+".join(f"{number}.{self.versions[number]}" for number in line) for line in block.lines]
            blocks.append(f"{block.kind}({' '.join(lines)})")
        return " ".join(blocks)

    def some(self, *kinds: str, lines: int = 1) -> Block | None:
        found = [block for block in self.blocks if block.kind in kinds and len(block.lines) >= lines]
        return self.chance.choice(found) if found else None

    def reword(self) -> None:
        numbers = [number for block in self.blocks for line in block.lines for number in line]
        if numbers:
            self.versions[self.chance.choice(numbers)] += 1

    def reword_a_field(self) -> None:
        self.versions[self.chance.choice((TITLE, SUMMARY, ALT))] += 1

    def add_line(self) -> None:
        block = self.some("text", "list", "cards", "table")
        if block and self.touched.setdefault(block.number, "added") == "added":
            place = self.chance.randint(0, len(block.lines))
            block.lines.insert(place, [self.number() for _ in block.lines[0]])

    def remove_line(self) -> None:
        block = self.some("text", "list", "cards", "table", lines=2)
        if block and self.touched.setdefault(block.number, "removed") == "removed":
            block.lines.pop(self.chance.randrange(len(block.lines)))

    def move_line(self) -> None:
        if block := self.some("text", "list", "cards", "table", lines=2):
            self.chance.shuffle(block.lines)

    def add_block(self) -> None:
        kind = self.chance.choice(("text", "quote", "list", "table", "cards", "picture"))
        self.blocks.insert(self.chance.randint(0, len(self.blocks)), self.new_block(kind))

    def remove_block(self) -> None:
        if len(self.blocks) > 2:
            self.blocks.pop(self.chance.randrange(len(self.blocks)))

    def move_block(self) -> None:
        block = self.blocks.pop(self.chance.randrange(len(self.blocks)))
        self.blocks.insert(self.chance.randint(0, len(self.blocks)), block)

    def another_picture(self) -> None:
        if block := self.some("picture"):
            block.picture = self.chance.choice(self.pictures)

    def another_top(self) -> None:
        self.top = self.chance.choice(self.pictures)

    def nest(self) -> None:
        if block := self.some("list", lines=2):
            block.deep ^= {self.chance.choice(block.lines)[0]}
            block.is_ordered = self.chance.random() < 0.5

    def rename(self) -> None:
        self.slug = f"page-{self.chance.randrange(10**6)}"

    def turn_columns(self) -> None:
        if block := self.some("table"):
            block.heads.reverse()
            for line in block.lines:
                line.reverse()
