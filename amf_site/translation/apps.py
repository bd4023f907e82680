from django.apps import AppConfig
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
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
        """Apply the patches of dependencies; ``patches.guard`` lists them with the reasons."""
        from .patches import (
            admin_wording,
            dangling_overrides,
            disable_localize_views,
            draft_title,
            locale_admin,
            markup_warnings,
            page_ordering,
            publish_guard,
            refresh_segments,
            save_draft,
        )

        # Publication: the guard first, then how drafts are composed.
        publish_guard.patch_publishing()
        save_draft.patch_save_draft()
        refresh_segments.patch_segment_refresh()
        dangling_overrides.patch_ingestion()
        draft_title.patch_draft_title()
        # The admin.
        disable_localize_views.disable_localize_views()
        locale_admin.patch_locale_admin()
        page_ordering.patch_page_ordering()
        admin_wording.patch_admin_wording()
        # The log.
        markup_warnings.silence_markup_warnings()

    def connect_signals(self) -> None:
        """Connect the signal handlers, in the order in which the signals are sent.

        ``docs/publication.md`` describes a whole publication, including the other apps.
        """
        from wagtail.models import Locale, PageViewRestriction, Revision
        from wagtail.signals import post_page_move, published
        from wagtail_localize.models import SegmentOverride, StringTranslation

        from .patches import draft_title, sanitise_translations
        from .permissions import groups
        from .segments import overrides
        from .workflow import following, new_pictures, source_updates

        # Before a translation is stored: sanitise it.
        pre_save.connect(sanitise_translations.clean_string_translation, sender=StringTranslation)
        pre_save.connect(sanitise_translations.clean_segment_override, sender=SegmentOverride)
        # A draft or a translated segment is saved.
        post_save.connect(source_updates.on_draft, sender=Revision)
        post_save.connect(draft_title.write_draft_title, sender=StringTranslation)
        # A page or record has been published.
        published.connect(source_updates.on_published)
        # An object is unlocked.
        post_save.connect(following.on_unlocked)
        # A page is moved, or its privacy setting changes.
        post_page_move.connect(source_updates.on_moved)
        for signal in (post_save, post_delete):
            signal.connect(source_updates.on_restriction_changed, sender=PageViewRestriction)
        m2m_changed.connect(source_updates.on_restriction_changed, sender=PageViewRestriction.groups.through)
        # The file of an image is replaced.
        new_pictures.connect()
        # An object that an override may refer to is deleted.
        post_delete.connect(overrides.forget_choices)
        # A locale is created.
        post_save.connect(groups.on_new_language, sender=Locale)
