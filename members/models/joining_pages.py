"""The page about joining the Forum, and below it the page with the application."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import path
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index
from wagtail_localize.fields import TranslatableField

from amf_site.accounts import limits
from amf_site.addresses import absolute, page_path
from amf_site.public_forms import mails
from amf_site.public_forms.fields import AddressField
from amf_site.public_forms.pages import TOO_MANY, PublicFormMixin
from amf_site.public_forms.requests import PERSONAL, Refusal, read
from members.joining import attachments, drafts, letters
from members.joining.forms import REMOVE, SECRET, ApplicationForm
from members.joining.receipt import receipt_pdf
from members.joining.refusals import ENDED, FILES_LOST, LARGEST, NOT_KEPT, SENT, TOO_MANY_LETTERS
from pages.blocks import TEXT_FEATURES, BodyBlock
from pages.frame import frame_of
from pages.models import BasePage, SiteNavigation

from .application import Application, ApplicationDraft

#: How often per hour a draft may be saved, and a receipt be made as PDF: files are examined, and pages are set.
SAVED, PRINTED = 60, 20
#: The query parameter with which the form says what is missing in a draft.
CHECKED = "checked"


class JoinPage(BasePage):
    """Who can join, and how; what nobody has decided or published yet is said too."""

    body = StreamField(BodyBlock(), verbose_name=_("content"))

    content_panels = [*BasePage.content_panels, FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    translatable_fields = [*BasePage.translatable_fields, TranslatableField("body")]

    page_description = _("How a city joins the Forum.")
    parent_page_types = ["pages.HomePage", "pages.SectionPage"]
    subpage_types = ["members.ApplyPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("page about joining")
        verbose_name_plural = _("pages about joining")


class ApplyPage(PublicFormMixin, BasePage):
    """The application of a city, which can be left as a draft and continued with a secret address.

    The secret is in the query string, which no log has, or in the body of what is sent.
    """

    introduction = RichTextField(_("introduction"), features=TEXT_FEATURES, blank=True)

    submission_model = Application
    receipt_template = "members/joining/receipt.html"

    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]
    search_fields = [*BasePage.search_fields, index.SearchField("introduction")]
    translatable_fields = [*BasePage.translatable_fields, TranslatableField("introduction")]

    page_description = _("The application of a city to join the Forum.")
    parent_page_types = ["members.JoinPage"]
    subpage_types: ClassVar[list[Any]] = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("application form")
        verbose_name_plural = _("application forms")

    def new_form(self, request: HttpRequest, data: Any = None, **options: Any) -> ApplicationForm:
        return ApplicationForm(data, frame_of(request, self).open_languages, **options)

    @path("")
    def index_route(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form, empty or with a draft, or take what was sent with it."""
        if request.method != "POST":
            if SECRET not in request.GET:
                return self.render(request, context_overrides={"form": self.new_form(request)})
            secret = request.GET[SECRET]
            draft = drafts.find(secret)
            if draft is None:
                return self.gone(request, secret)
            form = self.new_form(request, answers=draft.answers)
            if CHECKED in request.GET:  # say what is missing; when it was opened, only what is sent tells
                form = self.new_form(request, draft.answers)
                form.errors.pop(NON_FIELD_ERRORS, None)
            return self.show(request, form, secret, draft)
        try:
            return self.take(request, read(request, LARGEST))
        except Refusal as refusal:
            return refusal.response(request, request.path)

    def take(self, request: HttpRequest, data: QueryDict) -> HttpResponse:
        """Keep what was sent as a draft, and lead on if it is right.

        It is kept also if the form was open for too long: a browser sends chosen files only once.
        """
        is_left = "leave" in data
        form = self.new_form(request, data, files=request.FILES, is_draft=is_left)
        form.full_clean()
        secret = data.get(SECRET, "")
        draft = drafts.find(secret) if secret else None
        if secret and draft is None:
            if drafts.sent_with(secret):
                raise SENT
            form.add_error(None, NOT_KEPT)
            return self.show(request, form, "", None, 422)
        allowed = {f"draft {draft.key}": SAVED} if draft else {limits.of_address(request): limits.FROM_AN_ADDRESS}
        if not limits.is_within(f"form {form.key}", allowed):
            form.add_error(None, TOO_MANY)
            if request.FILES:
                form.add_error("attachments", FILES_LOST)
            return self.show(request, form, secret, draft, 429)
        secret, removed = secret or drafts.new_secret(), data.getlist(REMOVE)
        room = attachments.MOST_FILES - (draft.attachments.exclude(pk__in=numbers(removed)).count() if draft else 0)
        good, refusals = attachments.examine(form.cleaned_data.get("attachments") or [], room)
        with transaction.atomic():
            drafts.keep(secret, form, good, numbers(removed))
        for refusal in refusals:
            form.add_error("attachments", refusal)
        if form.errors:
            return self.show(request, form, secret, drafts.find(secret), 422)
        return self.lead_to("saved" if is_left else "review", secret)

    def show(
        self,
        request: HttpRequest,
        form: ApplicationForm,
        secret: str,
        draft: ApplicationDraft | None,
        status: int = 200,
        **context: Any,
    ) -> HttpResponse:
        """Show the form, or another page about a draft, to the one who has its secret."""
        kept = list(draft.attachments.all()) if draft else []
        template = context.pop("template", None)
        context |= {"form": form, "secret": secret, "attachments": kept}
        return personal(self.render(request, template=template, context_overrides=context), status)

    def lead_to(self, route: str, secret: str, **query: str) -> HttpResponse:
        address = self.address(route, **{SECRET: secret}, **query)
        return HttpResponseRedirect(address, status=303, headers=PERSONAL)

    @property
    def path_of_form(self) -> str:
        return page_path(self, self.locale.language_code)

    def address(self, route: str = "", **query: str) -> str:
        """Return the path of a route with a query string."""
        below = self.reverse_subpage(route) if route else ""
        return f"{self.path_of_form}{below}?{urlencode(query)}"

    def gone(self, request: HttpRequest, secret: str) -> HttpResponse:
        refusal = SENT if drafts.sent_with(secret) else ENDED
        return personal(refusal.response(request, self.path_of_form), refusal.status)

    @path("saved/", name="saved")
    def saved(self, request: HttpRequest) -> HttpResponse:
        """Show the address at which a draft is continued, and send it by mail if the reader asks for it."""
        if request.method == "POST":
            try:
                data = read(request)
            except Refusal as refusal:
                return refusal.response(request, self.path_of_form)
            secret = data.get(SECRET, "")
        else:
            secret = request.GET.get(SECRET, "")
        draft = drafts.find(secret)
        if draft is None:
            return self.gone(request, secret)
        form = self.new_form(request, answers=draft.answers)
        address = absolute(self.address(**{SECRET: secret}))
        context: dict[str, Any] = {"template": "members/joining/saved.html", "address": address}
        context["email"] = draft.email if is_address(draft.email) else ""
        if request.method == "POST" and context["email"]:
            if not mails.may_confirm("application draft", draft.email):
                return self.show(request, form, secret, draft, 429, problem=TOO_MANY_LETTERS, **context)
            letters.send_address(draft.email, address)
            return self.lead_to("saved", secret, mailed="1")
        return self.show(request, form, secret, draft, is_mailed="mailed" in request.GET, **context)

    @path("review/", name="review")
    def review(self, request: HttpRequest) -> HttpResponse:
        """Show the whole application before it is sent, and send it."""
        if request.method == "POST":
            try:
                return self.send(request, read(request))
            except Refusal as refusal:
                return refusal.response(request, self.path_of_form)
        secret = request.GET.get(SECRET, "")
        draft = drafts.find(secret)
        if draft is None:
            return self.gone(request, secret)
        return self.show_answers(request, secret, draft)

    def show_answers(
        self, request: HttpRequest, secret: str, draft: ApplicationDraft, problem: Any = "", status: int = 200
    ) -> HttpResponse:
        """Show what would be sent, or the form if something is missing."""
        form = self.new_form(request, draft.answers)
        continued = self.address(**{SECRET: secret})
        if form.wrong_answers:
            checked = self.address(**{SECRET: secret, CHECKED: "1"})
            return HttpResponseRedirect(checked, status=303, headers=PERSONAL)
        context = {"answers": form.answers(), "continued": continued, "problem": problem}
        template = "members/joining/review.html"
        return self.show(request, self.new_form(request), secret, draft, status, template=template, **context)

    def send(self, request: HttpRequest, data: QueryDict) -> HttpResponse:
        """Send the draft as it is stored; sending it twice leads to the same receipt."""
        secret = data.get(SECRET, "")
        draft = drafts.find(secret)
        if draft is None:
            if sent := drafts.sent_with(secret):
                return HttpResponseRedirect(self.address("receipt", key=sent.key), status=303, headers=PERSONAL)
            return self.gone(request, secret)
        hidden = {name: data.get(name, "") for name in ("opened", "subject")}
        form = self.new_form(request, draft.answers | hidden)
        if not form.is_valid():
            return self.show_answers(request, secret, draft, " ".join(map(str, form.non_field_errors())), 422)
        with transaction.atomic():
            application, is_new = drafts.send(secret, form)
            if application is None:
                raise ENDED
            receipt = self.address("receipt", key=application.key)
            if is_new:
                self.tell(application, receipt)
        return HttpResponseRedirect(receipt, status=303, headers=PERSONAL)

    def tell(self, application: Application, receipt: str) -> None:
        """Queue the notice to the secretariat and the confirmation to the city."""
        from members.joining import notices

        record = SiteNavigation.objects.filter(locale__language_code=settings.LANGUAGE_CODE).first()
        secretariat = settings.CONTACT_EMAIL or (record.email if record else "")
        if secretariat and mails.may_notify(ApplicationForm.key):
            notices.announce(application, secretariat)
        if mails.may_confirm(ApplicationForm.key, application.email):
            letters.confirm(application, receipt)

    @path("received/pdf/", name="receipt_pdf")
    def receipt_as_pdf(self, request: HttpRequest) -> HttpResponse:
        """Return the receipt as PDF."""
        sent = Application.objects.filter(key=request.GET.get("key", "")).first()
        if sent is None:
            raise Http404
        if not limits.is_within("receipt", {sent.reference: PRINTED}):
            return HttpResponseRedirect(self.address("receipt", key=sent.key), status=303, headers=PERSONAL)
        response = HttpResponse(receipt_pdf(sent, get_language() or ""), content_type="application/pdf")
        response["Content-Disposition"] = f'attachment; filename="{sent.reference}.pdf"'
        return personal(response)


def numbers(typed: list[str]) -> list[int]:
    """Return the ids among what was sent."""
    return [int(number) for number in typed if number.isascii() and number.isdigit() and len(number) < 18]


def is_address(email: str) -> bool:
    try:
        return bool(AddressField(required=False).clean(email))
    except ValueError:
        return False


def personal(response: HttpResponse, status: int = 200) -> HttpResponse:
    """Keep an answer that belongs to one reader out of caches, search engines and other sites."""
    response.status_code = status
    for name, value in PERSONAL.items():
        response[name] = value
    return response
