"""A field of the admin that hides something from the scripts of its form is found before an editor loses words."""

from django import forms
from django.core.checks import run_checks
from wagtail.admin.panels import ObjectList

from amf_site import field_names
from members.models import ProjectPage


class Shadowing(forms.Form):
    title = forms.CharField()
    action = forms.CharField()
    method = forms.CharField()
    elements = forms.CharField()
    response = forms.CharField()


class Handler(ObjectList):
    def get_form_class(self):
        return Shadowing


def test_no_field_of_ours_hides_a_property_of_its_form():
    assert [message for message in run_checks() if message.id == "amf_site.E001"] == []


def test_such_a_field_is_named(monkeypatch):
    monkeypatch.setattr(field_names, "edit_handlers", lambda: [(ProjectPage, Handler([]))])
    found = [message for message in run_checks() if message.id == "amf_site.E001"]
    assert [(message.obj, message.msg.split("“")[1].split("”")[0]) for message in found] == [
        (ProjectPage, name) for name in ("action", "elements", "method")
    ]


def test_every_page_and_record_is_looked_at():
    looked_at = {model for model, _handler in field_names.edit_handlers()}
    assert ProjectPage in looked_at
    assert {"City", "Partnership", "Indicator", "Source", "SiteNavigation", "Term"} <= {
        model.__name__ for model in looked_at
    }
