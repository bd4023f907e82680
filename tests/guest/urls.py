from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns

from amf_site.translation.permissions.admin_gate import restrict_to_desk

urlpatterns = [
    path("admin/", include(decorate_urlpatterns(wagtailadmin_urls.urlpatterns, restrict_to_desk))),
    *i18n_patterns(path("", include(wagtail_urls)), prefix_default_language=True),
]
