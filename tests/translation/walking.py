"""A random walk through the life of a page and its translations, and the invariants after every publication."""

import json
import logging
import random
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.db import connection
from django.test import Client, TestCase
from django.urls import reverse
from django.utils.text import slugify
from wagtail.models import Collection, Locale, Page, PageViewRestriction, Site
from wagtail_localize.models import OverridableSegment, SegmentOverride, Translation

from amf_site.addresses import page_path
from amf_site.translation.health.check import look
from amf_site.translation.health.checks import CHECKS
from amf_site.translation.models import Review
from amf_site.translation.segments.overrides import save_override
from amf_site.translation.segments.store import confirm, save_words
from amf_site.translation.workflow.publishing import NotReadyError, publish
from amf_site.visibility.models import LanguageStage
from pages.models import HomePage, StandardPage

from .desk import segments_of
from .drafting import Draft
from .lifecycle import APART, Lifecycle
from .tales import Tale, form_of, give_to, in_language, page_with, restrict, tales_in, text_block, version_in

CODES = ("fa", "ja")
#: An upper limit of the statements of a publication, one of which may be its last.
LATEST_KILL = 400


class KilledError(BaseException):
    """Simulates the end of the process: nothing catches it."""


@contextmanager
def killed_at(statement: int) -> Iterator[None]:
    left = statement

    def counted(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal left
        left -= 1
        if left == 0:
            # Django closes a cursor whose first statement fails, but only after an ``Exception``.
            context["cursor"].close()
            raise KilledError
        return execute(sql, params, many, context)

    with connection.execute_wrapper(counted), suppress(KilledError):
        yield


@contextmanager
def quiet() -> Iterator[None]:
    """Suppress the log of tasks that are killed."""
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)


class Walk(Lifecycle):
    """A random walk; ``told`` lists the steps, for the error message if an invariant is violated."""

    def __init__(self, seed: str, editor: Client, home: Page, pictures: list[Any]) -> None:
        self.chance = random.Random(seed)
        self.editor, self.pictures = editor, pictures
        self.draft = Draft(self.chance, pictures)
        self.draft.slug = slugify(f"page-{seed}")
        self.told: list[str] = []
        self.wording = 1
        self.is_private, self.is_live = False, True
        self.places = [home, *home.get_children()]
        fields = self.draft.fields()
        self.page = StandardPage(**fields, body=json.dumps(self.draft.raw()), locale=home.locale)
        home.add_child(instance=self.page)
        self.page.save_revision().publish()
        give_to(self.page, *CODES)
        self.former = self.latest = self.draft.kept()
        self.kept, self.stored = dict.fromkeys(CODES, "following"), {}
        #: By language: what is published, and everything that was ever published.
        self.have = {code: self.read(code) for code in CODES}
        self.approved = {code: set(self.have[code]) for code in CODES}
        #: Languages whose own image was given up, which readers have until the next publication.
        self.given_up: set[str] = set()
        #: Languages that were apart when the source was renamed, and keep their address until they are published.
        self.own_address: set[str] = set()

    # Steps

    def step(self) -> None:
        for _ in range(self.chance.randint(0, 4)):
            code = self.chance.choice(CODES)
            deed = self.chance.choice(
                (
                    *(self.look_at, self.type, self.type, self.guess, self.put_before_readers) * 2,
                    *(self.lock, self.own, self.detach, self.withdraw, self.delete),
                )
            )
            self.told.append(f"{deed.__name__} {code}")
            deed(code, self.translation(code))
        for _ in range(self.chance.randint(0, 4)):
            self.told.append(self.draft.change())
        if self.chance.random() < 0.1:
            self.told.append("back")
            self.draft.go_back(self.former)
        if self.chance.random() < 0.15:
            self.is_private = not self.is_private
            self.told.append(f"private: {self.is_private}")
            restrict(self.editor, self.page, "login" if self.is_private else "none")
        if self.chance.random() < 0.15:
            self.move()
        if self.is_live and self.chance.random() < 0.1:
            self.withdraw_source()
        self.publish()

    def publish(self) -> None:
        form = form_of(self.page, self.draft.raw(), **self.draft.fields())
        address = reverse("wagtailadmin_pages:edit", args=[self.page.pk])
        before = version_in(self.page, "en").live_revision_id
        fate = self.chance.random()
        self.told.append("publish" if fate < 0.6 else "publish, killed" if fate < 0.8 else "publish, worker killed")
        with TestCase.captureOnCommitCallbacks(execute=fate < 0.6):
            if 0.6 <= fate < 0.8:
                with killed_at(self.chance.randint(1, LATEST_KILL)), quiet():
                    self.editor.post(address, {**form, "action-publish": "1"})
            else:
                assert self.editor.post(address, {**form, "action-publish": "1"}).status_code == 302
        source = version_in(self.page, "en")
        # A form of a withdrawn page that is killed leaves it a revision that is not live.
        if source.live and source.live_revision_id != before:
            self.draft.touched.clear()
            self.given_up.clear()
            self.former, self.latest = self.latest, self.draft.kept()
            self.is_live = True
            self.kept = {code: "following" if state == "back" else state for code, state in self.kept.items()}
        self.check()

    def translation(self, code: str) -> Translation:
        return Translation.objects.get(source__object_id=self.page.translation_key, target_locale__language_code=code)

    def one_of(self, translation: Translation) -> Any:
        return self.chance.choice(list(segments_of(translation)))

    def look_at(self, code: str, translation: Translation) -> None:
        for segment in segments_of(translation):
            if self.chance.random() < 0.5:
                confirm(translation, segment, None)

    def type(self, code: str, translation: Translation) -> None:
        self.wording += 1
        for segment in segments_of(translation):
            if self.chance.random() < 0.3:
                save_words(translation, segment, in_language(code, segment.string.data, self.wording), None)

    def guess(self, code: str, translation: Translation) -> None:
        """Machine translation that nobody has reviewed."""
        self.wording += 1
        segment = self.one_of(translation)
        words = in_language(code, segment.string.data, self.wording)
        save_words(translation, segment, words, None, tool="machine", review=Review.Reason.MACHINE)

    def put_before_readers(self, code: str, translation: Translation) -> None:
        if self.kept[code] not in ("following", "back"):
            return
        with suppress(NotReadyError):
            for segment in segments_of(translation):
                if self.chance.random() < 0.9:
                    save_words(translation, segment, in_language(code, segment.string.data, self.wording), None)
            publish(translation, None)
            self.given_up.discard(code)
            assert self.is_live, f"{code}: published although its source is withdrawn"
            self.has_been_published(code)

    def keep(self, code: str, state: str) -> None:
        super().keep(code, state)
        if state == "back" and version_in(self.page, code).slug != version_in(self.page, "en").slug:
            self.own_address.add(code)

    def has_been_published(self, code: str) -> None:
        self.own_address.discard(code)
        self.have[code] = self.read(code)
        self.approved[code] |= set(self.have[code])

    def own(self, code: str, translation: Translation) -> None:
        """Override the image of the page in this language, or delete the override."""
        context = OverridableSegment.objects.get(source=translation.source_id, context__path="picture").context
        if SegmentOverride.objects.filter(context=context, locale=translation.target_locale).delete()[0]:
            self.given_up.add(code)
        else:
            save_override(translation, context, self.chance.choice(self.pictures).pk, None)

    # Invariants

    def html(self, code: str) -> str:
        version = version_in(self.page, code)
        path = page_path(version, code)
        answer = self.editor.get(path)
        assert answer.status_code == 200, (code, path, answer.status_code)
        anybody = Client().get(path)
        closed = list(PageViewRestriction.objects.values_list("page__locale__language_code", "page__live"))
        answers = (anybody.status_code, anybody.headers.get("Location"), closed)
        assert anybody.status_code == (302 if self.is_private else 200), (
            f"{code}, private: {self.is_private}: {answers}"
        )
        html = answer.content.decode()
        assert [found for found in tales_in(html) if found.code != code] == [], f"other words in {code}"
        return html[html.index("<main") : html.index("</main>")]

    def read(self, code: str) -> list[Tale]:
        return tales_in(self.html(code))

    def check(self) -> None:
        for code, state in self.kept.items():
            if state == "following" and self.is_live:
                self.check_language(code, self.read("en"))
                self.check_place(code)
            elif state in APART:
                self.check_apart(code)
            if state not in ("withdrawn", "deleted"):
                assert self.read(code) == self.have[code], f"{code} is {state}"
        damaged = {check.name: look(check).findings for check in CHECKS if check.is_damage}
        found = {name: list(map(str, findings)) for name, findings in damaged.items() if findings}
        assert found == {}, found

    def check_language(self, code: str, source: list[Tale]) -> None:
        there = self.read(code)
        had = {found.number: found for found in self.have[code]}
        versions = {found.number: found.version for found in source}
        numbers = [found.number for found in there]
        assert numbers == [found.number for found in source if found.number in set(numbers)], f"{code}: order"
        lost = [number for number in versions if number in had and number not in numbers]
        assert lost == [], f"{code}: words that readers had are gone: {lost}"
        ever = {(found.number, found.version) for found in self.approved[code]}
        for found in there:
            assert found in self.approved[code], f"{code}: nobody has approved {found}"
            if (found.number, versions[found.number]) in ever:
                assert found.version == versions[found.number], f"{code}: {found} although newer words are approved"
            else:
                assert found.number not in had or found.version == had[found.number].version, f"{code}: {found}"
        self.have[code] = there
        self.check_facts(code, len(numbers) == len(versions))

    def check_facts(self, code: str, is_whole: bool) -> None:
        source, version = version_in(self.page, "en"), version_in(self.page, code)
        own = SegmentOverride.objects.filter(context__object=self.page.translation_key, locale=version.locale)
        paths = [path.split(".") for path in own.values_list("context__path", flat=True)]
        # An override of the image is only live after it has been published.
        assert ["picture"] in paths or code in self.given_up or version.picture == source.picture, f"{code}: picture"
        assert code in self.own_address or version.slug == source.slug, f"{code}: address"
        here, there = ({part["id"]: shape(part) for part in page.body.raw_data} for page in (source, version))
        assert [key for key in here if key in there] == list(there), f"{code}: order of blocks"
        # What a detached language had when it was attached again is its own.
        own_blocks = {path[1] for path in paths if path[0] == "body"}
        if is_whole:
            assert there.keys() == here.keys(), f"{code}: blocks"
            assert {key for key in here if here[key] != there[key]} <= own_blocks, f"{code}: facts"


def shape(part: Any) -> str:
    """Return a block without its text."""
    said = json.dumps(part, sort_keys=True, ensure_ascii=False)
    return re.sub(r"(?:[a-z-]+~\d+~)?Tale (\d+)\.\d+ [a-z]+", r"\1", said)


def homes() -> Page:
    """Create a landing page in each language, in a database with tables only. Return the English one."""
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code in ("en", *CODES)}
    root = Page.objects.filter(depth=1).first() or Page.add_root(title="Root", slug="root", locale=locales["en"])
    # Wagtail's migrations create a welcome page.
    root.get_children().delete()
    root.refresh_from_db()
    words = dict.fromkeys(("title", "hero_title", "brief_title", "motto"), "…")
    home = root.add_child(instance=HomePage(**words, brief="<p>…</p>", slug="forum", locale=locales["en"]))
    home.save_revision().publish()
    Site.objects.update_or_create(hostname="localhost", defaults={"root_page": home, "is_default_site": True})
    give_to(home, *CODES)
    for number, codes in enumerate((CODES, CODES[:1])):
        section = page_with(text_block(1, "…"), parent=home, title="…", summary="…", slug=f"section-{number}")
        give_to(section, *codes)
    LanguageStage.objects.update(stage=LanguageStage.Stage.PUBLIC)
    return home
