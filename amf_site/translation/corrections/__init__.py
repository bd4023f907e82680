"""What wagtail-localize 1.14.5 does wrong and what is done about it: one module a correction, connected here."""


def correct() -> None:
    from . import draft_title, inline_errors, missing_choice

    draft_title.correct()
    inline_errors.correct()
    missing_choice.correct()
