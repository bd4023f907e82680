"""The instructions in each exported zip, for a translator who has never seen the site."""

from django.utils.translation import gettext as _

from .languages import language_tag

PO = "po"
XLIFF = "xlf"


def readme(language: str, form: str, count: int) -> str:
    """Return the instructions, in the active language; exports use that of the source."""
    parts = [
        _("Translation into %(language)s: %(count)s files") % {"language": language_tag(language), "count": count},
        _(
            "Each file is one page or record of the website. Its comments say which one, where it can be seen, and for "
            "each text: the field it is for, how long it may be, terms of the glossary, and what was said about it."
        ),
        _("HOW TO FILL IT IN"),
    ]
    if form == PO:
        parts += [
            _("Open the files in a program for PO files, for instance Poedit. Write each translation into msgstr."),
            _(
                "An entry marked “fuzzy” has to be looked at: its source has changed, or nobody has checked it. Mend "
                "it and take the mark “fuzzy” away; entries that keep it are not taken over."
            ),
        ]
    else:
        parts += [
            _("Open the files in a program for XLIFF 2 files. Write each translation into the target."),
            _(
                "A segment in the state “initial” is not finished: it has no words yet, or they have to be looked at. "
                "Set finished ones to “translated”, “reviewed” or “final”; “initial” ones are not taken over."
            ),
        ]
    parts += [
        _("WHAT NOT TO TOUCH"),
        _(
            "The source texts, the ids and the header of a file: by them the website finds the place of each text. "
            "Please do not cut, join or rename texts."
        ),
        _(
            'Marks such as <b>bold</b>, <a id="a1">a link</a> and <br/> (a new line) stand for the look of the text. '
            "Every link of the source must be in the translation, once, around the words that belong to it; move marks "
            "as your language needs it, but add none."
        ),
        _("Text between marks is HTML: &amp; is the sign &, &lt; is <.") if form == PO else "",
        _("HOW TO SEND IT BACK"),
        _("Send the files back in the same format, in UTF-8, in a zip or one by one. Names of files do not matter."),
    ]
    return "\r\n\r\n".join(part for part in parts if part) + "\r\n"
