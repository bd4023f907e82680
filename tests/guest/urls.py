from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns

from amf_site.translation.roles.gate import keep_to_the_desk

urlpatterns = [
    path("admin/", include(decorate_urlpatterns(wagtailadmin_urls.urlpatterns, keep_to_the_desk))),
    *i18n_patterns(path("", include(wagtail_urls)), prefix_default_language=True),
]
