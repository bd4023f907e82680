"""Public pages know nothing of accounts: no cookie, no ``Vary: Cookie``, no word of allauth."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address", ["/", "/en/", "/fa/members/", "/en/members/tabriz/", "/fa/search/?q=a", "/en/no-such-page/"]
)
def test_readers_have_no_session(client, address):
    response = client.get(address)
    assert response.status_code in (200, 404)
    assert "cookie" not in response.headers.get("Vary", "").lower()
    assert not response.cookies
