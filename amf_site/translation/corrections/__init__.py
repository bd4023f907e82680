"""What wagtail-localize 1.14.5 does wrong and what is done about it: one module a correction, connected here."""


def correct() -> None:
    from . import missing_choice

    missing_choice.correct()
