"""Answers that no passkey gives: refused in words, also on the login page, to which anybody can send them."""

import json

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import SESSION_KEY
from django.test import Client

from .people import account, give_app, sign_in, sign_in_with_code

pytestmark = pytest.mark.django_db

WHOLE = {
    "id": "AAAA",
    "rawId": "AAAA",
    "type": "public-key",
    "clientExtensionResults": {},
    "response": {
        "clientDataJSON": "eyJ0eXBlIjoid2ViYXV0aG4uZ2V0IiwiY2hhbGxlbmdlIjoiQUFBQSIsIm9yaWdpbiI6Imh0dHA6Ly94In0",
        "authenticatorData": "A" * 50,
        "attestationObject": "o2NmbXRkbm9uZWdhdHRTdG10oGhhdXRoRGF0YVgA",
        "signature": "AAAA",
        "userHandle": "MQ",
    },
}


def changed(**response: object) -> str:
    return json.dumps(WHOLE | {"response": WHOLE["response"] | response})


ANSWERS = [
    *("", "null", "[]", "1", "{}", "true", '"text"', "{", "[" * 5000, '{"response": null}', '{"response": []}'),
    *('{"id": 1}', json.dumps(WHOLE), json.dumps(WHOLE | {"id": 5}), json.dumps(WHOLE | {"rawId": "BBBB"})),
    *(changed(userHandle=value) for value in (None, 1, [], "", "!!", "_____w", "0" * 500, "OTk5" * 9)),
    *(changed(authenticatorData=value) for value in ("", "AA", "/" * 90, 7, "A" * 200)),
    *(changed(clientDataJSON=value) for value in ("", "AA", "e30", "bnVsbA", [])),
    *(changed(attestationObject=value) for value in ("", "AA", "gA", "_" * 60, "oA", None)),
    changed(signature={}),
]


@pytest.mark.parametrize("answer", ANSWERS)
def test_to_the_login_page(client, answer):
    client.get("/admin/me/2fa/webauthn/login/", headers={"accept": "application/json"})
    response = client.post("/admin/me/2fa/webauthn/login/", {"credential": answer})
    assert response.status_code in (302, 400)
    assert SESSION_KEY not in client.session


@pytest.mark.parametrize("answer", ANSWERS)
def test_as_second_factor(answer):
    give_app(account())
    pending, inside = Client(), Client()
    sign_in(pending)
    pending.get("/admin/me/2fa/authenticate/")
    assert pending.post("/admin/me/2fa/authenticate/", {"credential": answer}).status_code in (200, 400)
    assert SESSION_KEY not in pending.session
    sign_in_with_code(inside)
    assert inside.get("/admin/me/2fa/webauthn/add/").status_code == 200
    assert inside.post("/admin/me/2fa/webauthn/add/", {"credential": answer, "name": "x"}).status_code in (200, 400)
    assert not Authenticator.objects.filter(type="webauthn").exists()
