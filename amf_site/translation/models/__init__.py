"""What the translation desk keeps beside wagtail-localize's own tables. Importing a model from here is the rule."""

from .comment import Comment
from .job import Job, JobLine
from .ready_group import ReadyGroup
from .review import Review
from .right import LanguageRight
from .term import Term
from .unwanted import Unwanted
from .work import Work

__all__ = [
    "Comment",
    "Job",
    "JobLine",
    "LanguageRight",
    "ReadyGroup",
    "Review",
    "Term",
    "Unwanted",
    "Work",
]
