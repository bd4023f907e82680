"""Make the record of a city and its draft profile from an accepted application."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.html import escape
from django.utils.text import slugify
from django.utils.translation import gettext, gettext_lazy
from wagtail.log_actions import log
from wagtail.permission_policies import ModelPermissionPolicy

from amf_site.languages import SOURCE_LANGUAGE
from members.models import Application, City, CityPage, MemberDirectoryPage

MADE_CITY = "members.city_from_application"
#: The action in the log: its name, its label, and what it says.
ACTION = (MADE_CITY, gettext_lazy("Record made"), gettext_lazy("Made the record of the city"))


def missing_for(application: Application) -> str:
    """Return why no record can be made, in words, or an empty string."""
    if application.state != Application.State.ACCEPTED:
        return gettext("Accept the application first.")
    if application.latitude is None or application.longitude is None or not application.sub_region:
        return gettext("Fill in the sub-region, the latitude and the longitude first.")
    return ""


@transaction.atomic
def make_city(number: int, user: Any) -> tuple[City, bool]:
    """Return the city of an application, and whether it is new. The row is locked, so nothing is made twice.

    A city that is known already, such as from public records, keeps its record. Raise ``ValidationError`` if something
    is missing, or if a city of another country has the name.
    """
    directory = MemberDirectoryPage.objects.filter(locale__language_code=SOURCE_LANGUAGE).first()
    if directory is None:
        raise ValidationError(gettext("Add the page with the list of member cities first."))
    may_add_page = directory.permissions_for_user(user).can_add_subpage()
    if not may_add_page or not ModelPermissionPolicy(City).user_has_permission(user, "add"):
        raise PermissionDenied
    application = Application.objects.select_for_update().get(pk=number)
    if problem := missing_for(application):
        raise ValidationError(problem)
    if application.city:
        make_profile(application, application.city, directory, user)
        return application.city, False
    if known := City.objects.filter(name__iexact=application.name, country=application.country).first():
        application.city = known
        application.save()
        make_profile(application, known, directory, user)
        return known, False
    city = City(
        native_name=application.native_name,
        native_language=application.native_language,
        **{
            name: getattr(application, name)
            for name in ("name", "country", "sub_region", "latitude", "longitude", "official_site")
        },
    )
    city.full_clean()
    try:
        with transaction.atomic():
            city.save()
    except IntegrityError as error:  # another application of this name, at the same moment
        raise ValidationError(city.unique_error_message(City, ("name",))) from error
    log(instance=city, action="wagtail.create", user=user)
    log(instance=application, action=MADE_CITY, user=user)
    application.city = city
    application.save()
    make_profile(application, city, directory, user)
    return city, True


def make_profile(application: Application, city: City, directory: MemberDirectoryPage, user: Any) -> None:
    """Add the draft of the city's profile in the source language, as of all profiles, unless there is one.

    What the city wrote is a beginning for whoever writes the profile, in whichever language it was written.
    """
    if CityPage.objects.filter(city=city, locale=directory.locale).exists():
        return
    page = CityPage(
        title=city.name,
        slug=free_slug(directory, city.name),
        city=city,
        offers=as_rich_text(application.offers),
        seeks=as_rich_text(application.seeks),
        contact=application.contact_office,
        locale=directory.locale,
        owner=user,
        live=False,
    )
    page.clean()
    directory.add_child(instance=page)
    page.save_revision(user=user, log_action="wagtail.create")


def free_slug(directory: MemberDirectoryPage, name: str) -> str:
    """Return an address for the profile that no other page below the directory has."""
    wanted = slugify(name) or "city"
    taken = set(directory.get_children().filter(slug__startswith=wanted).values_list("slug", flat=True))
    endings = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return wanted if wanted not in taken else next(slug for slug in endings if slug not in taken)


def as_rich_text(text: str) -> str:
    parts = [part.strip() for part in text.split("\n\n") if part.strip()]
    return "".join(f"<p>{escape(part).replace(chr(10), '<br/>')}</p>" for part in parts)
