"""Messages in the admin about the PDFs of pages."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from wagtail import hooks
from wagtail.models import Page

from .models import PagePdf
from .telling import BehindPanel, sentences_about


def say(request: HttpRequest, page: Page) -> None:
    row = PagePdf.objects.filter(page_id=page.pk, page__live=True).first()
    for level, text in sentences_about(row) if row else ():
        messages.add_message(request, level, text)


@hooks.register("before_edit_page")
def say_in_the_editor(request: HttpRequest, page: Page) -> None:
    """Show the messages when the editor is opened, but not for autosave requests."""
    if request.method == "GET" and request.accepts("text/html"):
        say(request, page)


@hooks.register("after_publish_page")
def say_to_the_publisher(request: HttpRequest, page: Page) -> None:
    """Show the messages after publishing, if the worker has already finished."""
    row = PagePdf.objects.filter(page_id=page.pk).first()
    if row and not row.is_waiting:
        say(request, page)


@hooks.register("construct_homepage_panels")
def files_behind_their_pages(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(BehindPanel())
