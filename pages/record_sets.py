"""Records of ``amf_site`` that blocks of pages count and list; ``pages.records`` says how."""

from django.utils.translation import gettext_lazy as _

from amf_site.public_forms.retention import public_forms

from .records import RecordSet


def record_sets() -> list[RecordSet]:
    return [
        RecordSet(
            key="public-forms",
            label=_("What the forms ask, why, and for how long it is kept"),
            rows=lambda code: public_forms(),
            template="pages/records/retention.html",
        ),
    ]
