"""A mixin for page types that have a public form."""

from typing import Any, ClassVar

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.routable_page.models import RoutablePageMixin, path

from amf_site.accounts import limits

from .forms import PublicForm
from .models import FormMail, Submission
from .requests import PERSONAL, Refusal, read

TOO_MANY = _("Too many forms were sent from your network. What you wrote is still here: please send it in an hour.")
BUSY = _(
    "We cannot send you a mail now, because very many were asked for. What you wrote is still here: please send it in "
    "an hour."
)


class PublicFormMixin(RoutablePageMixin):
    """Show a form, take what is sent with it, and lead to a receipt, which may be loaded again as often as one likes.

    The form itself needs no cookie and may be cached. The page type makes the form, names the model and the template
    of the receipt, and stores what was sent in ``receive``.
    """

    accepts_post = True
    submission_model: ClassVar[type[Submission]]
    receipt_template: ClassVar[str]

    def receive(self, form: PublicForm) -> Submission:
        """Store what was sent and queue the mail that follows, in one transaction."""
        raise NotImplementedError

    def new_form(self, request: HttpRequest, data: Any = None) -> PublicForm:
        """Return the form, empty or with what was sent."""
        raise NotImplementedError

    @path("")
    def index_route(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return self.render(request, context_overrides={"form": self.new_form(request)})
        try:
            form = self.new_form(request, read(request))
        except Refusal as refusal:
            return refusal.response(request, request.path)
        return self.answer(request, form)

    def answer(self, request: HttpRequest, form: PublicForm) -> HttpResponse:
        if not form.is_valid():
            return self.show_again(request, form, 422)
        model = self.submission_model._default_manager
        sent = model.filter(fingerprint=form.fingerprint).first()
        if sent is None:
            if not self.may_send(request, form):
                return self.show_again(request, form, 429)
            with transaction.atomic():
                sent = self.receive(form)
        address = f"{request.path}{self.reverse_subpage('receipt')}?key={sent.key}"
        return HttpResponseRedirect(address, status=303, headers=PERSONAL)

    def may_send(self, request: HttpRequest, form: PublicForm) -> bool:
        """Count a form that is sent, and return whether its network may send it; if not, say so in the form."""
        if limits.is_within(f"form {form.key}", {limits.of_address(request): limits.FROM_AN_ADDRESS}):
            return True
        form.add_error(None, TOO_MANY)
        return False

    def show_again(self, request: HttpRequest, form: PublicForm, status: int) -> HttpResponse:
        """Show the form with its errors and with everything that was typed."""
        response: TemplateResponse = self.render(request, context_overrides={"form": form})
        response.status_code = status
        for name, value in PERSONAL.items():
            response[name] = value
        if status == 429:
            response["Retry-After"] = str(int(limits.PERIOD.total_seconds()))
        return response

    @path("received/", name="receipt")
    def receipt(self, request: HttpRequest) -> HttpResponse:
        """Tell that the form has arrived. The key is in the query string, which no log has."""
        sent = self.submission_model._default_manager.filter(key=request.GET.get("key", "")).first()
        if sent is None:
            raise Http404
        mails = FormMail.objects.filter(reference=sent.reference, kind=FormMail.Kind.CONFIRMATION)
        response = self.render(
            request,
            template=self.receipt_template,
            context_overrides={"sent": sent, "is_confirmed": mails.exists()},
        )
        for name, value in PERSONAL.items():
            response[name] = value
        return response
