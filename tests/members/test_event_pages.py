"""Events as readers see them: the list, the pages, the timeline of the assemblies, and the profiles of their hosts."""

import pytest

from amf_site.demo.builders import page_of
from amf_site.languages import LANGUAGES
from members.event_names import named_events
from members.models import City, Event

from .forum_pages import event_page, event_record

pytestmark = pytest.mark.django_db


class TestNames:
    def named(self, event: Event, code: str) -> str:
        return named_events([event], code)[0].title

    def test_the_title_of_the_page_is_the_name(self):
        event = event_record(number=41)
        event_page(event, title="Conference on water")
        assert self.named(event, "en") == "Conference on water"
        assert self.named(event, "fa") == "همایش شمارهٔ ۴۱"

    def test_without_a_page_kind_number_and_host_make_the_name(self):
        event = event_record(kind="assembly", number=41, host=City.objects.get(name="Bangkok"))
        names = {row.code: self.named(event, row.code) for row in LANGUAGES}
        assert names["en"] == "General Assembly no. 41, Bangkok"
        assert names["fa"] == "مجمع عمومی شمارهٔ ۴۱، بانکوک"
        assert names["ja"].startswith("第41回総会、")
        assert len(set(names.values())) == len(LANGUAGES)

    def test_a_page_that_nobody_can_reach_has_no_say(self):
        event = event_record(host=City.objects.get(name="Bangkok"))
        page = event_page(event, title="Secret")
        assert self.named(event, "en") == "Secret"
        page.unpublish()
        assert self.named(event, "en") == "Conference, Bangkok"
        page_of("bangkok").unpublish()
        assert self.named(event, "en") == "Conference, กรุงเทพมหานคร"

    @pytest.mark.parametrize("count", [1, 30])
    def test_many_cost_as_much_as_one(self, count, django_assert_num_queries):
        hosts = list(City.objects.all()[:3])
        for number in range(count):
            event_record(f"trial-{number}", host=hosts[number % 3])
        with django_assert_num_queries(3):
            assert len(named_events(Event.objects.with_records().coming(), "fa")) == count
