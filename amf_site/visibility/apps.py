from django.apps import AppConfig
from django.db.models.signals import post_save


class VisibilityConfig(AppConfig):
    name = "amf_site.visibility"
    label = "visibility"

    def ready(self) -> None:
        from wagtail.models import Locale

        from .admin import show_own_restriction_first
        from .copies import keep_copies_private
        from .languages import hide_new_language
        from .select_all import select_what_the_list_shows

        post_save.connect(hide_new_language, sender=Locale)
        keep_copies_private()
        show_own_restriction_first()
        select_what_the_list_shows()
