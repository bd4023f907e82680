from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save, pre_save
from django.utils.translation import gettext_lazy as _


class TranslationConfig(AppConfig):
    name = "amf_site.translation"
    label = "translation"
    verbose_name = _("Translation")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import checks  # noqa: F401
        from .patches import guard  # noqa: F401

        self.replace_what_is_wrong()
        self.connect_signals()

    def replace_what_is_wrong(self) -> None:
        """Each replaces something of a dependency; ``patches.guard`` has the table of them, with the reasons."""
        from . import drafting, extracting, guarding, wording
        from .corrections import draft_title, missing_choice
        from .roles import closing, locales
        from .structure import ordering

        # A publication: the action itself is asked to look, then the draft is made of segments.
        guarding.correct()
        drafting.correct()
        extracting.correct()
        missing_choice.correct()
        draft_title.correct()
        # The admin.
        closing.close()
        locales.correct()
        ordering.correct()
        wording.correct()

    def connect_signals(self) -> None:
        """What follows from a change, in the order in which it happens.

        ``docs/publication.md`` draws one publication, with what the other apps do.
        """
        from wagtail.models import Locale, Revision
        from wagtail.signals import published
        from wagtail_localize.models import SegmentOverride, StringTranslation

        from . import cleaning, keeping, repairing
        from .corrections import draft_title, missing_choice
        from .roles import groups

        # Before something is stored: letters are put right, and what translators wrote is made harmless.
        pre_save.connect(repairing.repair_object)
        pre_save.connect(repairing.repair_revision, sender=Revision)
        pre_save.connect(cleaning.clean_string_translation, sender=StringTranslation)
        pre_save.connect(cleaning.clean_segment_override, sender=SegmentOverride)
        # A draft is kept, or a translated segment.
        post_save.connect(keeping.on_draft, sender=Revision)
        post_save.connect(draft_title.write_draft_title, sender=StringTranslation)
        # A page or record is published, after it has been stored.
        published.connect(keeping.on_published)
        # Something that a translation may have chosen is deleted.
        post_delete.connect(missing_choice.forget_choices)
        # A language is added.
        post_save.connect(groups.on_new_language, sender=Locale)
