"""Steps of a random walk that keep a language apart from its source, and those that the whole family takes."""

import json
import random
from contextlib import suppress
from typing import Any

from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation

from amf_site.translation.desk.propagation.views import address_of
from amf_site.translation.workflow.lookup import key_of
from amf_site.translation.workflow.publishing import NotReadyError, publish
from amf_site.translation.workflow.submission import submit

from .tales import translate, version_in

#: States of a language that a publication of the source leaves alone. Whatever is ``back`` follows from the next one.
APART = ("locked", "detached", "withdrawn", "deleted")


class Lifecycle:
    """The steps, and what must hold for the languages that are kept apart; ``Walk`` has all the rest."""

    chance: random.Random
    editor: Client
    page: Page
    told: list[str]
    #: By language: ``following``, ``back``, or one of ``APART``; and what is stored of it since.
    kept: dict[str, str]
    stored: dict[str, Any]
    #: By language: what readers have.
    have: dict[str, Any]
    #: Whether readers see the source.
    is_live: bool
    #: Pages below which the source may be moved.
    places: list[Page]

    def read(self, code: str) -> Any:
        raise NotImplementedError

    def has_been_published(self, code: str) -> None:
        raise NotImplementedError

    def post(self, name: str, *args: Any, **data: Any) -> Any:
        answer = self.editor.post(reverse(name, args=args), data)
        assert answer.status_code == 302, (name, answer.status_code)
        return answer

    def in_database(self, code: str) -> tuple[Any, ...]:
        page = version_in(self.page, code)
        return (
            page.live,
            page.title,
            page.slug,
            page.picture_id,
            json.dumps(list(page.body.raw_data)),
            page.get_parent().pk,
        )

    def keep(self, code: str, state: str) -> None:
        self.kept[code] = state
        if state in APART and state != "deleted":
            self.stored[code] = self.in_database(code)

    # Steps of a language

    def lock(self, code: str, translation: Translation) -> None:
        if self.kept[code] not in ("following", "back", "locked"):
            return
        is_locked = self.kept[code] == "locked"
        step = "unlock" if is_locked else "lock"
        self.post(f"wagtailadmin_pages:{step}", version_in(self.page, code).pk)
        self.keep(code, "back" if is_locked else "locked")
        # Taken off, a lock lets in what has come meanwhile.
        self.have[code] = self.read(code)

    def detach(self, code: str, translation: Translation) -> None:
        if self.kept[code] in ("following", "back"):
            self.post("translation:stop", translation.pk)
            self.keep(code, "detached")
        elif self.kept[code] == "detached":
            self.post("translation:start", translation.pk)
            self.keep(code, "back")

    def withdraw(self, code: str, translation: Translation) -> None:
        if self.kept[code] in ("following", "back"):
            self.post("wagtailadmin_pages:unpublish", version_in(self.page, code).pk)
            self.keep(code, "withdrawn")
        elif self.kept[code] == "withdrawn":
            self.bring_back(code, translation)

    def delete(self, code: str, translation: Translation) -> None:
        if self.kept[code] in ("following", "back"):
            self.post("wagtailadmin_pages:delete", version_in(self.page, code).pk)
            self.keep(code, "deleted")
        elif self.kept[code] == "deleted" and self.is_live and self.place_in(code):
            self.bring_back(code, submit(self.page, Locale.objects.get(language_code=code), None))

    def bring_back(self, code: str, translation: Translation) -> None:
        translate(translation)
        if not self.is_live:
            with suppress(NotReadyError):
                publish(translation, None)
                raise AssertionError(f"{code}: published although its source is withdrawn")
            return
        publish(translation, None)
        self.keep(code, "back")
        self.has_been_published(code)

    # Steps of the family

    def move(self) -> None:
        place = self.chance.choice(self.places)
        if Page.objects.get(pk=self.page.pk).get_parent().pk == place.pk:
            return
        self.told.append(f"move below {place}")
        self.post("wagtailadmin_pages:move_confirm", self.page.pk, place.pk)

    def withdraw_source(self) -> None:
        chosen = [code for code, state in self.kept.items() if state == "following" and self.chance.random() < 0.5]
        self.told.append(f"withdraw the source with {chosen}")
        answer = self.post("wagtailadmin_pages:unpublish", self.page.pk)
        self.is_live = False
        if "same-step" in answer.url:
            keys = [key_of(version_in(self.page, code)) for code in chosen]
            assert self.editor.post(answer.url, {"translation": keys}).status_code == 302
        for code in chosen:
            self.keep(code, "withdrawn")

    def delete_source(self) -> None:
        """The end of a walk: the source is deleted, and a language takes over."""
        heirs = [code for code, state in self.kept.items() if state in ("following", "back")]
        if not heirs:
            return
        heir = self.chance.choice(heirs)
        self.told.append(f"delete the source, {heir} takes over")
        before = {code: self.read(code) for code in heirs}
        source = version_in(self.page, "en")
        assert self.editor.post(address_of("delete", [source]), {"translation": []}).status_code == 302
        assert not Page.objects.filter(pk=source.pk).exists()
        assert {code: self.read(code) for code in heirs} == before, "after the deletion of the source"
        explored = self.editor.get(reverse("wagtailadmin_explore", args=[version_in(self.page, heir).pk]))
        translation = Translation.objects.get(
            source__object_id=self.page.translation_key, target_locale__language_code=heir
        )
        button = reverse("translation:make_source", args=[translation.pk])
        assert button in explored.content.decode()
        assert self.editor.post(button).status_code == 302
        assert {code: self.read(code) for code in heirs} == before, f"after {heir} took over"

    # Invariants

    def check_apart(self, code: str) -> None:
        versions = type(self.page).objects.filter(translation_key=self.page.translation_key, locale__language_code=code)
        if self.kept[code] == "deleted":
            assert not versions.exists(), f"{code} is deleted"
        else:
            assert self.in_database(code) == self.stored[code], f"{code} is {self.kept[code]}"

    def place_in(self, code: str) -> Page | None:
        """Return the page below which the page belongs in a language, if it exists there."""
        parent = version_in(self.page, "en").get_parent()
        return Page.objects.filter(translation_key=parent.translation_key, locale__language_code=code).first()

    def check_place(self, code: str) -> None:
        if there := self.place_in(code):
            assert version_in(self.page, code).get_parent().pk == there.pk, f"{code}: place"
