"""What the translation desk keeps beside wagtail-localize's own tables. Importing a model from here is the rule."""

from .comment import Comment
from .exclusion import TranslationExclusion
from .job import Job, JobLine
from .ready_group import ReadyGroup
from .review import Review
from .right import LanguageRight
from .task import TranslationTask
from .term import Term

__all__ = [
    "Comment",
    "Job",
    "JobLine",
    "LanguageRight",
    "ReadyGroup",
    "Review",
    "Term",
    "TranslationExclusion",
    "TranslationTask",
]
