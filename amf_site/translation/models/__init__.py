"""Models of the translation desk, in addition to those of wagtail-localize. Import them from here."""

from .comment import Comment as Comment
from .exclusion import TranslationExclusion as TranslationExclusion
from .job import Job as Job
from .job import JobLine as JobLine
from .ready_group import ReadyGroup as ReadyGroup
from .review import Review as Review
from .right import LanguageRight as LanguageRight
from .task import TranslationTask as TranslationTask
from .term import Term as Term
from .unpublished import UnpublishedWords as UnpublishedWords
