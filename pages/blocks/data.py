"""Figures, typed or counted from records, and tables."""

from collections import defaultdict
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import StreamFieldSegmentExtractor
from wagtail_localize.segments.ingest import StreamFieldSegmentsWriter

from pages.records import Figure, countable_choices, counts_of


class FactBlock(blocks.StructBlock):
    """A figure and its label."""

    value = blocks.CharBlock(label=_("figure"), max_length=20, required=False)
    records = blocks.ChoiceBlock(
        label=_("or the number of"),
        choices=countable_choices,
        required=False,
        help_text=_("Counted for every reader, with their years. Leave the figure empty."),
    )
    label = blocks.CharBlock(label=_("what it is"), max_length=120)
    note = blocks.CharBlock(label=_("year, source"), max_length=200, required=False)

    class Meta:
        icon = "list-ol"
        label = _("Fact")

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if bool(cleaned["value"]) == bool(cleaned["records"]):
            refusal = ValidationError(_("Write a figure, or choose what is counted: one of the two."))
            raise StructBlockValidationError(block_errors={"value": refusal})
        return cleaned


class FactsBlock(blocks.StructBlock):
    """A group of key figures."""

    items = blocks.ListBlock(FactBlock(), label=_("facts"), min_num=1, max_num=6)

    class Meta:
        icon = "list-ol"
        label = _("Facts")
        description = _("One to six figures in large type, each with what it counts and where it comes from.")
        template = "blocks/facts.html"

    def get_preview_value(self) -> Any:
        counted = [{"records": key, "label": label} for key, label in countable_choices()[:2]]
        return self.to_python({"items": [{"value": "2008", "label": "secretariat established in Tehran"}, *counted]})

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Add the ``facts`` with their figures, as typed or counted; without those of which there is nothing."""
        context = super().get_context(value, parent_context)
        counts = counts_of([fact["records"] for fact in value["items"] if fact["records"]])
        figures = [
            (fact, counts.get(fact["records"]) if fact["records"] else Figure(fact["value"])) for fact in value["items"]
        ]
        context["facts"] = [(fact, figure) for fact, figure in figures if figure]
        return context


class TableBlock(TypedTableBlock):
    """A table whose caption, headings and cells are translatable.

    wagtail-localize ignores typed tables (its issue 302), so this block defines its own segment paths: ``caption``,
    ``h<column>`` and ``r<row>c<column>``, counted from zero.
    """

    text = blocks.CharBlock(label=_("Text"))
    rich_text = blocks.RichTextBlock(label=_("Text with links"), features=["bold", "italic", "link"])

    class Meta:
        icon = "table"
        label = _("Table")
        description = _("Rows and columns with headings. For data, never for layout.")
        template = "blocks/table.html"

    def get_preview_value(self):
        return self.to_python(
            {
                "columns": [{"type": "text", "heading": "City"}, {"type": "text", "heading": "Year"}],
                "rows": [{"values": ["Tehran", "2008"]}, {"values": ["Istanbul", "2011"]}],
                "caption": "General assemblies",
            }
        )

    def get_translatable_segments(self, table):
        segments = []
        if table is None:
            return segments
        if table.caption:
            segments.append(StringSegmentValue("caption", table.caption))
        for index, column in enumerate(table.columns):
            if column["heading"]:
                segments.append(StringSegmentValue(f"h{index}", column["heading"]))
        extractor = StreamFieldSegmentExtractor(None, include_overridables=True)
        for row_index, row in enumerate(table.row_data):
            for column_index, (column, value) in enumerate(zip(table.columns, row["values"], strict=True)):
                segments.extend(
                    segment.wrap(f"r{row_index}c{column_index}")
                    for segment in extractor.handle_block(column["block"], value)
                )
        return segments

    def restore_translated_segments(self, table, segments):
        writer = StreamFieldSegmentsWriter(None, None, None)
        by_place = defaultdict(list)
        for segment in segments:
            place, inner = segment.unwrap()
            by_place[place].append(inner)
        for place, inner in by_place.items():
            if place == "caption":
                table.caption = inner[0].render_text()
            elif place.startswith("h"):
                table.columns[int(place[1:])]["heading"] = inner[0].render_text()
            else:
                row, column = map(int, place[1:].split("c"))
                block = table.columns[column]["block"]
                values = table.row_data[row]["values"]
                values[column] = writer.handle_block(block, values[column], inner)
        return table
