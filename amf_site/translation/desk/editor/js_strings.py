"""Messages of the editor's script, in the language of the admin."""

from django.utils.translation import gettext as _


def phrases() -> dict[str, str]:
    return {
        "saved": _("All is saved."),
        "saving": _("Saving…"),
        "unsaved": _("Not saved yet"),
        "refused": _("Not saved: see the messages at the words"),
        "offline": _("No connection. Your words are kept here and are sent as soon as there is one."),
        "loggedOut": _(
            "You are logged out. Your words are kept in this browser: log in again in another window, then save."
        ),
        "forbidden": _("You may not change this any more. Your words are kept in this browser."),
        "failed": _("The site did not answer. Your words are kept here; it is tried again."),
        "conflict": _("Somebody else has changed this meanwhile:"),
        "takeTheirs": _("Take these words"),
        "keepMine": _("Keep mine"),
        "restored": _("Words that you wrote here before and that were not saved."),
        "left": _("Words that were not saved, for a source that has changed since:"),
        "forget": _("Forget them"),
        "empty": _("Not translated"),
        "review": _("To be looked at"),
        "error": _("Wrong"),
        "done": _("Translated"),
        "progress": _("%(done)s of %(total)s"),
        "toReview": _("%(count)s to be looked at"),
        "noneShown": _("Nothing of this kind."),
        "noneLeft": _("Nothing is left to do here."),
        "use": _("Use"),
        "suggestions": _("From memory"),
        "terms": _("Glossary"),
        "commentSaved": _("The comment is there."),
        "resolve": _("Done with"),
        "overrideSaved": _("Saved."),
    }
