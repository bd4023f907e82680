"""Settings for translation: submitting a page never publishes it, and deleting one keeps the translations."""

from pathlib import Path

DOCS = Path(__file__).resolve().parents[2] / "docs"
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
WAGTAIL_LOCALIZE_DEFAULT_TRANSLATION_MODE = "synced"
WAGTAILLOCALIZE_DISABLE_ON_DELETE = True
#: The translation desk's access to the rest of the site; see ``amf_site/translation/conf.py``.
TRANSLATION_DESK = {
    "LANGUAGES": "amf_site.languages.LANGUAGES",
    "LANGUAGE_NAME": "amf_site.cldr.names.language_name",
    "NUMBER": "amf_site.templatetags.site_tags.number",
    "ADDRESS": "amf_site.addresses.page_address",
    "SPELLING": {"fa": "amf_site.persian.letters.repair_html"},
    "DESCRIPTIONS": {"image": "alt_text", "picture": "picture_alt"},
    "PICTURE_REPLACED": "amf_site.media.signals.picture_replaced",
    "GUIDES": (DOCS / "translating", DOCS / "editing"),
    "EDITORS_KEEP": (
        *("members.City", "members.Partnership", "members.Theme", "members.MembershipCategory", "members.ForumTitle"),
        *("members.Event", "members.Body", "members.Office", "members.PublishedDocument"),
        *("strategy.PlanEdition", "strategy.Indicator", "pages.SiteNavigation", "pages.Source", "cldr.NameOverride"),
        *("public_forms.Message", "public_forms.ReplyTemplate", "members.Application", "members.Letter"),
    ),
}
