"""Pages about accounts below ``/admin/me/``, and their addresses."""

from datetime import datetime
from typing import Any

from allauth.usersessions.internal import flows
from allauth.usersessions.models import UserSession
from allauth.usersessions.views import ListUserSessionsView
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_required
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from . import devices
from .recovery import reset_second_factor
from .sessions import USED


class SessionsView(ListUserSessionsView):
    """The user's sessions, each of which can be ended; allauth ends only all others."""

    def get_context_data(self, **options: Any) -> dict[str, Any]:
        context = super().get_context_data(**options)
        keys = [session.session_key for session in context["sessions"]]
        # Not by the session store: to load a session is to use it.
        stored = {row.pk: row.get_decoded() for row in Session.objects.filter(pk__in=keys)}
        for session in context["sessions"]:
            used = stored.get(session.session_key, {}).get(USED)
            session.browser = devices.name_of(session.user_agent)
            session.used_at = (
                datetime.fromtimestamp(used, timezone.get_current_timezone()) if used else session.created_at
            )
        return context

    def form_valid(self, form: Form) -> HttpResponse:
        chosen = self.request.POST.get("session")
        if chosen is None:
            return super().form_valid(form)
        number = int(chosen) if chosen.isascii() and chosen.isdecimal() else 0
        found = UserSession.objects.filter(user=self.request.user, pk=number)
        flows.sessions.end_sessions(self.request, list(found))
        messages.success(self.request, _("The session was ended."))
        return redirect(self.success_url)


def too_many(request: HttpRequest) -> HttpResponse:
    """Answer for a limit of allauth (``handler429``)."""
    response = render(request, "errors/429_minute.html", status=429)
    response["Cache-Control"], response["Retry-After"] = "no-store", "60"
    return response


@login_required
def reset(request: HttpRequest, pk: int) -> HttpResponse:
    """Reset the second factor of somebody else. One's own is changed on one's own pages, which ask for it."""
    if not request.user.is_superuser or request.user.pk == pk:
        raise PermissionDenied
    owner = get_object_or_404(get_user_model(), pk=pk)
    if request.method != "POST":
        return render(request, "accounts/reset.html", {"owner": owner})
    reset_second_factor(owner, by=request.user)
    messages.success(request, _("The second factor was reset."))
    return redirect("wagtailusers_users:index")
