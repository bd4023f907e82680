"""The whole demo site in all its languages, for the tests of this folder alone: loading it takes a minute."""

from io import StringIO

import pytest
from django.core.management import call_command


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> None:
    """What the other tests have, and the languages that they leave out."""
    with django_db_blocker.unblock():
        complaints = StringIO()
        call_command("load_demo", no_pictures=True, stdout=StringIO(), stderr=complaints)
        assert complaints.getvalue() == "", "the demo content is not complete"
