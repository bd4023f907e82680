"""Each fault of the packages that the site corrects: shown on the packages alone, and absent on the site."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

#: By the names of ``tests/bare/faults``: what can go once the packages have mended the fault.
CORRECTED_BY = {
    "B01": "translation.patches.save_draft",
    "B02": "translation.workflow.submission, translation.patches.save_draft, translation.patches.publish_guard",
    "B03": "the synchronised slug of pages.models.base",
    "B04": "the synchronised slug of pages.models.base and translation.memory.exact_matches",
    "B05": "translation.workflow.source_updates",
    "B06": "translation.workflow.source_updates",
    "B07": "translation.workflow.source_updates.latest",
    "B08": "translation.workflow.propagation (overrides of what is deleted) and translation.workflow.publishing",
    "B09": "translation.workflow.submission.source_of_truth",
    "B10": "translation.patches.save_draft.note_errors",
    "B11": "translation.workflow.propagation",
    "B12": "the closed form of a language's synchronisation",
    "B13": "translation.workflow.propagation, translation.patches.save_draft.follow_schedule",
    "B14": "translation.workflow.publishing; no record is named by a translated field",
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
    "B25": "translation.permissions.rules",
    "B26": "translation.desk.editor",
    "B27_VARIANTS": "translation.machine",
    "B27_ERRORS": "translation.machine",
    "B28": "translation.workflow.jobs",
    "B29": "nothing yet: docs/translation-faults.md",
    "B30": "translation.workflow.submission and translation.workflow.jobs, which report each page",
    "B31": "translation.patches.markup_warnings",
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
