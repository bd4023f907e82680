"""Each fault of the packages that the site corrects: shown on the packages alone, and absent on the site."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

#: By the names of ``tests/bare/faults``: what can go once the packages have mended the fault.
CORRECTED_BY = {
    "B01": "translation.drafting",
    "B02": "translation.submitting, translation.drafting, translation.guarding",
    "B03": "the synchronised slug of pages.models.base",
    "B04": "the synchronised slug of pages.models.base and translation.memory.exact",
    "B05": "translation.keeping",
    "B06": "translation.keeping",
    "B07": "translation.keeping.latest",
    "B08": "translation.structure (overrides of what is deleted) and translation.publishing",
    "B09": "translation.submitting.source_of_truth",
    "B10": "translation.drafting.note_errors",
    "B11": "translation.structure",
    "B12": "the closed form of a language's synchronisation",
    "B13": "translation.structure, translation.drafting.follow_schedule",
    "B14": "translation.publishing; no record is named by a translated field",
    "B15": "the names of records by language in members.models",
    "B16_TABLES": "pages.blocks.data.TableBlock",
    "B16_DOCUMENTS": "rich text without document links, and pages.blocks.media.DocumentBlock",
    "B16_ALTS": "rich text without pictures, and pages.blocks.media.PictureBlock",
    "B17": "translation.titles",
    "B18": "translation.exchange",
    "B19": "the templates of the blocks",
    "B20": "pages.serving",
    "B21": "amf_site.sitemaps",
    "B22": "INSTALLED_APPS",
    "B23": "class Meta(TranslatableMixin.Meta)",
    "B24": "the stopping and starting of translations",
    "B25": "translation.rights",
    "B26": "translation.editor",
    "B27_VARIANTS": "translation.machine",
    "B27_ERRORS": "translation.machine",
    "B28": "translation.jobs",
    "B29": "nothing yet: docs/translation-faults.md",
    "B30": "translation.submitting and translation.jobs, which report each page",
}


@pytest.mark.parametrize("fault", CORRECTED_BY)
def test_the_packages_alone_still_have_it(bare, fault):
    outcome = bare["faults"][fault]
    assert isinstance(outcome, bool), f"{fault} cannot be shown any more:\n{outcome}"
    assert outcome, f"wagtail-localize or Wagtail has mended {fault}: delete our correction, {CORRECTED_BY[fault]}"


def test_every_fault_that_is_shown_is_listed(bare):
    assert set(bare["faults"]) == set(CORRECTED_BY)
    listed = (ROOT / "docs" / "translation-faults.md").read_text()
    for fault in CORRECTED_BY:
        assert f"| B{int(fault[1:3])} |" in listed
