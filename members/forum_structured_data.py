"""JSON-LD of the Forum's bodies and documents, and of the Forum as far as its records know it."""

import mimetypes
from typing import TYPE_CHECKING, Any

from django.conf import settings

from amf_site.addresses import absolute, page_address
from pages.structured_data import organization_id

if TYPE_CHECKING:
    from .body_work import ListedOffice, NamedBody
    from .models import BodyPage, DocumentPage, PublishedFile


def body_graph(page: "BodyPage", canonical: str) -> list[dict[str, Any]]:
    """Return a body of the Forum as an ``Organization`` within it, with those who hold its offices now."""
    work = page.work
    above = page.forum_body.parent
    body: dict[str, Any] = {
        "@type": "Organization",
        "@id": f"{canonical}#body",
        "name": page.title,
        "mainEntityOfPage": canonical,
        "parentOrganization": {"@id": organization_id()},
    }
    if above is not None and (named := named_body(above.pk, page.locale.language_code)) and named.page:
        body["parentOrganization"] = sub_organization(named)
    if below := [sub_organization(row) for row in work.bodies]:
        body["subOrganization"] = below
    if members := [office_entry(row) for row in work.offices]:
        body["member"] = members
    return [body]


def named_body(pk: int, code: str) -> "NamedBody | None":
    from .body_work import named_bodies  # it uses the models, which use this module
    from .models import Body

    return next(iter(named_bodies(Body.objects.in_language(code).filter(pk=pk), code)), None)


def sub_organization(row: "NamedBody") -> dict[str, Any]:
    entry: dict[str, Any] = {"@type": "Organization", "name": row.page.title if row.page else row.body.local_name}
    if row.page:
        url = page_address(row.page)
        entry |= {"@id": f"{url}#body", "url": url}
    return entry


def forum_graph(code: str) -> list[dict[str, Any]]:
    """Return the Forum with all of its bodies, founded on the first day of its first assembly.

    Every page says the rest. This is said in the press room only, as it takes queries.
    """
    from .body_work import named_bodies  # it uses the models, which use this module
    from .models import Body, Event

    forum: dict[str, Any] = {"@type": settings.ORGANIZATION["@type"], "@id": organization_id()}
    bodies = named_bodies(Body.objects.in_language(code), code)
    if founded := Event.objects.assemblies().held().values_list("first_day", flat=True).first():
        forum["foundingDate"] = founded.isoformat()
    if bodies:
        forum["subOrganization"] = [sub_organization(row) for row in bodies]
    return [forum]


def office_entry(row: "ListedOffice") -> dict[str, Any]:
    """Return who holds an office. A city that holds one acts through its municipality, which is a government's."""
    office = row.office
    holder: dict[str, Any] = {"@type": "Person", "name": row.name}
    if office.city:
        holder = {
            "@type": "GovernmentOrganization",
            "name": row.profile.title if row.profile else office.city.native_name,
        }
        if row.profile:
            holder["url"] = page_address(row.profile)
    elif row.has_native_name:
        holder["alternateName"] = office.native_name
    entry = {"@type": "OrganizationRole", "roleName": str(office.get_position_display()), "member": holder}
    dates = {"startDate": office.since, "endDate": office.until}
    return entry | {name: date for name, date in dates.items() if date}


def document_graph(page: "DocumentPage", canonical: str) -> list[dict[str, Any]]:
    """Return a published document as a ``DigitalDocument`` with its files."""
    record = page.listed.document
    files = page.listed.files
    entry: dict[str, Any] = {
        "@type": "DigitalDocument",
        "@id": f"{canonical}#document",
        "name": page.title,
        "mainEntityOfPage": canonical,
        "datePublished": record.date,
        "inLanguage": [file.language for file in files],
        "publisher": {"@id": organization_id()},
    }
    if names := list(dict.fromkeys(file.title for file in files if file.title != page.title)):
        entry["alternateName"] = names
    if stored := [media_entry(file) for file in files if file.file]:
        entry["encoding"] = stored
    if elsewhere := [file.link for file in files if file.link]:
        entry["sameAs"] = elsewhere
    return [entry]


def media_entry(row: "PublishedFile") -> dict[str, Any]:
    file: Any = row.file
    return {
        "@type": "MediaObject",
        "contentUrl": absolute(file.url),
        "encodingFormat": mimetypes.guess_type(file.filename)[0] or "application/octet-stream",
        "contentSize": str(file.get_file_size() or ""),
        "inLanguage": row.language,
    }
