"""The pages of a city's office. Each asks whose session it is, and takes the city from there: no address names one."""

from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.models import Locale

from amf_site.accounts import limits
from amf_site.languages import LANGUAGES
from amf_site.public_forms.pages import TOO_MANY
from amf_site.public_forms.records import store
from amf_site.public_forms.requests import PERSONAL, Refusal, read
from amf_site.settings.security import IMAGE_MAX_BYTES
from members.models import City
from pages.models import with_citations

from . import access, mails
from .fields import FACTS, label_of, public_page
from .forms import FORMS, LinkForm, OfficeForm
from .models import OfficeAddress, OfficeSession, Proposal, ProposedChange
from .vocabulary import Kind

#: The maximum size of a form with a picture, as in ``deploy/nginx.conf``.
LARGEST = IMAGE_MAX_BYTES + 64 * 1024
#: Links that are sent to one address per hour at most.
LINKS_TO_AN_ADDRESS = 3

CLOSED = Refusal(
    403,
    _("The office is closed"),
    _("It stays open for two hours. Please ask for a new link. What you wrote is still in your browser: go back to it "
      "when the office is open again."),
)  # fmt: skip
USED = Refusal(
    410,
    _("This link does not work any more"),
    _("Each link opens the office once, within 30 minutes. Please ask for a new one."),
)


class OfficeView(View):
    """The base: what it answers belongs to one browser and stands in no cache, log, referrer or search engine."""

    http_method_names = ["get", "head", "post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            if request.method == "POST":
                read(request, LARGEST)
            response = super().dispatch(request, *args, **kwargs)
        except Refusal as refusal:
            response = refusal.response(request, self.home)
        for name, value in PERSONAL.items():
            response[name] = value
        return response

    @property
    def home(self) -> str:
        return access.home_path(get_language() or "")

    def show(self, template: str, status: int = 200, **context: Any) -> HttpResponse:
        return render(self.request, f"office/{template}.html", {"home": self.home, **context}, status=status)

    def go_home(self) -> HttpResponse:
        return HttpResponseRedirect(self.home, status=303)


class Home(OfficeView):
    """The office, or for those outside the form that asks for a link."""

    def get(self, request: HttpRequest) -> HttpResponse:
        session = access.session_of(request)
        if session is None:
            return self.show("door", form=LinkForm(), is_asked="asked" in request.GET)
        city = session.address.city
        code = get_language() or ""
        page, locale = public_page(city, code), Locale.objects.get(language_code=code)
        proposals = Proposal.objects.filter(city=city).prefetch_related("changes")
        facts = [(label_of(Kind.FACT, name), str(getattr(city, name)).splitlines()) for name in FACTS]
        return self.show(
            "home",
            city=city,
            page_of_city=page,
            facts=facts,
            figures=with_citations(city.figures.select_related("source"), locale),
            proposals=proposals[:50],
            languages=LANGUAGES,
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        """Send links to the offices of an address. The answer is the same whether it has any."""
        form = LinkForm(request.POST)
        if not form.is_valid():
            return self.show("door", status=422, form=form)
        if not limits.is_within("office link", {limits.of_address(request): limits.FROM_AN_ADDRESS}):
            form.add_error(None, TOO_MANY)
            return self.show("door", status=429, form=form)
        email = form.cleaned_data["email"]
        if limits.is_within("office mail", {email.casefold(): LINKS_TO_AN_ADDRESS}):
            with transaction.atomic():
                for address in OfficeAddress.objects.filter(email__iexact=email, ended_at=None).select_related("city"):
                    mails.send_link(address)
        return HttpResponseRedirect(f"{self.home}?asked", status=303)


class Enter(OfficeView):
    """Where a link leads. Only the button uses it up: programs that examine mail open links."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show("enter", key=request.GET.get("key", ""))

    def post(self, request: HttpRequest) -> HttpResponse:
        secret = access.enter(request.POST.get("key", ""))
        if not secret:
            raise USED
        response = self.go_home()
        access.give_cookies(response, secret)
        return response


class InsideView(OfficeView):
    """The base of the pages that only an open office has."""

    session: OfficeSession

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        session = access.session_of(request)
        if session is None:
            return CLOSED.response(request, self.home)
        self.session = session
        return super().dispatch(request, *args, **kwargs)

    @property
    def city(self) -> City:
        return self.session.address.city


class Leave(InsideView):
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        self.session.delete()
        response = self.go_home()
        access.take_cookies(response)
        return response


class Propose(InsideView):
    """A form of the office."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.name: str = kwargs["name"]
        self.code: str = kwargs.get("code") or get_language() or ""
        if self.name not in FORMS or self.code not in [row.code for row in LANGUAGES]:
            raise Http404

    def form(self, data: Any = None, files: Any = None) -> OfficeForm:
        return FORMS[self.name](data, files, self.city, self.code)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show_form(self.form())

    def show_form(self, form: OfficeForm, status: int = 200) -> HttpResponse:
        return self.show("form", status=status, form=form, city=self.city, name=self.name, code=self.code)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST, request.FILES)
        if not form.is_valid():
            return self.show_form(form, 422)
        proposal = self.keep(form)
        address = f"{self.home}proposal/{proposal.reference}/"
        return HttpResponseRedirect(address, status=303)

    @transaction.atomic
    def keep(self, form: OfficeForm) -> Proposal:
        """Store what is proposed, once, and tell the secretariat."""
        address = self.session.address
        proposal, is_new = store(
            Proposal,
            form.fingerprint,
            city=self.city,
            address=address,
            email=address.email,
            language=address.language,
        )
        if is_new:
            for change in form.changes():
                change.proposal = proposal
                change.save()
            mails.announce(proposal, reverse("office_review", args=[proposal.pk]))
        return proposal


class ShowProposal(InsideView):
    """What was proposed, and what the secretariat says of it."""

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        proposal = get_object_or_404(Proposal, city=self.city, reference=reference)
        changes: list[ProposedChange] = list(proposal.changes.all())
        return self.show("proposal", proposal=proposal, changes=changes)
