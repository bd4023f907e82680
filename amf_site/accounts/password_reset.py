"""Password reset that does not reveal which accounts exist and does not wait for the mail server."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django_tasks import task
from wagtail.admin.forms.auth import PasswordResetForm
from wagtail.admin.views import account

from . import limits


class QueuedPasswordResetForm(PasswordResetForm):
    """Look up the account in a background task, so that the response time does not depend on whether it exists."""

    def save(self, **options: Any) -> None:
        send_reset_mail.enqueue(self.cleaned_data["email"], translation.get_language())


@method_decorator(never_cache, name="dispatch")
class PasswordResetView(account.PasswordResetView):
    """Wagtail's view with rate limits per client address and per email, whether or not the account exists."""

    def get_form_class(self) -> type[PasswordResetForm]:
        return QueuedPasswordResetForm

    def form_valid(self, form: PasswordResetForm) -> HttpResponse:
        if not limits.is_allowed(self.request, "password reset", form.cleaned_data["email"]):
            return too_many(self.request)
        return super().form_valid(form)


def too_many(request: HttpRequest) -> HttpResponse:
    response = render(request, "errors/429_reset.html", status=429)
    response["Retry-After"] = str(int(limits.PERIOD.total_seconds()))
    response["Cache-Control"] = "no-store"
    return response


@task()
def send_reset_mail(email: str, language: str) -> None:
    form = PasswordResetForm({"email": email})
    if form.is_valid():
        address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
        with translation.override(language):
            form.save(
                domain_override=address.netloc,
                use_https=address.scheme == "https",
                subject_template_name=PasswordResetView.subject_template_name,
                email_template_name=PasswordResetView.email_template_name,
            )
