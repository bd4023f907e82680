"""``make bench``: the cost of typesetting the plan and a city in all languages. Not part of ``make test``."""

import resource

from amf_site.printing.typesetting import typeset

from .printing.words import CODES, city_words, picture, plan_words

#: Maximum CPU seconds for all fourteen files of a kind.
MOST = 20


def seconds_of_work() -> float:
    """Return the CPU time of this process and its children, which does not depend on the load of the machine."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def test_all_languages_are_set_soon(capsys):
    image = {"picture.jpg": picture()}
    for kind, words_of, files in (("plan", plan_words, {}), ("city", city_words, image)):
        started = seconds_of_work()
        sizes = [len(typeset(f"{kind}.typ", words_of(code), code, files)) for code in CODES]
        spent = seconds_of_work() - started
        with capsys.disabled():
            print(f"\n{kind:6}{len(CODES)} languages {spent:6.1f} s {max(sizes):9,} bytes at most")
        assert spent <= MOST, kind
