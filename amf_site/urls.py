"""URL configuration. Pages for readers have a language prefix; everything else is listed here."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.urls import serve_pattern
from wagtail.utils.urlpatterns import decorate_urlpatterns

from members.letters import views as letters
from pages import errors
from pages import views as page_views
from pages.private import SignIn, answer_password
from pages.serving import serve

from . import views
from .accounts.urls import urlpatterns as accounts
from .accounts.views import too_many
from .admin.refusals import say_refusals
from .media.models import COVERS
from .media.views import rendition
from .public_forms.views import too_large
from .search.views import search
from .sitemaps import sitemap, sitemap_index
from .translation.permissions.admin_gate import restrict_to_desk
from .visibility.admin import with_privacy_of_all_languages

admin_patterns = wagtailadmin_urls.urlpatterns
for decorator in (say_refusals, restrict_to_desk, with_privacy_of_all_languages):
    admin_patterns = decorate_urlpatterns(admin_patterns, decorator)

urlpatterns = [
    path("", page_views.choose_language, name="choose_language"),
    path("-/live", views.live),
    path("-/ready", views.ready),
    path(".well-known/security.txt", views.security_txt),
    path("robots.txt", views.robots),
    path("sitemap.xml", sitemap_index),
    path("sitemap-<slug:code>.xml", sitemap, name="sitemap"),
    path("media/images/<path:name>", rendition),
    path(f"media/{COVERS}/<str:name>", rendition, {"folder": COVERS}),
    path("documents/", include(wagtaildocs_urls)),
    *accounts,
    path("admin/failwhale/", errors.page_not_found),  # hides Wagtail's view that raises an error on purpose
    path("admin/", include(admin_patterns)),
    *i18n_patterns(
        path("search/", page_views.in_an_open_language(search), name="search"),
        # Wagtail's own URLs and names. They precede those of pages, which would take ``_util`` for a slug.
        path("_util/login/", SignIn.as_view(), name="wagtailcore_login"),
        path(
            "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/",
            answer_password,
            name="wagtailcore_authenticate_with_password",
        ),
        path("_util/letters/confirm/", letters.confirm, name="letters_confirm"),
        path("_util/letters/leave/", letters.leave, name="letters_leave"),
        path("office/", include("members.office.urls")),
        path("_util/too-large/", page_views.in_an_open_language(too_large)),
        re_path(serve_pattern, serve, name="wagtail_serve"),
        prefix_default_language=True,
    ),
]

handler400 = errors.bad_request
handler403 = errors.permission_denied
handler404 = errors.page_not_found
handler429 = too_many  # of allauth
handler500 = errors.server_error
