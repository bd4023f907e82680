"""Models of member cities: facts in ``city`` and ``title``, translated texts in ``profile`` and ``landmark``,
cooperation in ``partnership``, projects in ``project``, the list pages in ``directory``, data files in ``open_data``.

Models of the Forum's work: the records ``event``, ``body``, ``office`` and ``document``, whose kinds are in
``members.vocabulary``, and the pages about them: ``news``, ``event_pages``,
``body_page``, ``document_pages`` and ``press_page``. Letters to readers are in ``letter``, their page is in
``letters_page``; ``members.letters`` says how they are sent.

Joining: the ``application`` of a city, and the ``joining_pages``; ``members.joining`` does the rest.
"""

from .application import Application, ApplicationDraft, Attachment
from .body import Body
from .body_page import BodyPage
from .categories import ForumTitle, MembershipCategory, Theme
from .city import City, CityFigure
from .directory import MemberDirectoryPage, PartnershipListPage, ProjectListPage
from .document import PublishedDocument, PublishedFile
from .document_pages import DocumentIndexPage, DocumentPage
from .event import Event
from .event_pages import EventIndexPage, EventPage
from .joining_pages import ApplyPage, JoinPage
from .landmark import Landmark
from .letter import Delivery, Letter, LetterItem, LetterWords, Subscriber, SubscriptionRequest
from .letters_page import LettersPage
from .news import NewsIndexPage, NewsPage, NewsSource
from .office import Office
from .open_data import OpenDataPage
from .partnership import Partnership
from .press_page import PressPage, PressPicture
from .profile import CityPage
from .project import ProjectDocument, ProjectPage, ProjectResult
from .title import HeldTitle

__all__ = [
    "Application",
    "ApplicationDraft",
    "ApplyPage",
    "Attachment",
    "Body",
    "BodyPage",
    "City",
    "CityFigure",
    "CityPage",
    "Delivery",
    "DocumentIndexPage",
    "DocumentPage",
    "Event",
    "EventIndexPage",
    "EventPage",
    "ForumTitle",
    "HeldTitle",
    "JoinPage",
    "Landmark",
    "Letter",
    "LetterItem",
    "LetterWords",
    "LettersPage",
    "MemberDirectoryPage",
    "MembershipCategory",
    "NewsIndexPage",
    "NewsPage",
    "NewsSource",
    "Office",
    "OpenDataPage",
    "Partnership",
    "PartnershipListPage",
    "PressPage",
    "PressPicture",
    "ProjectDocument",
    "ProjectListPage",
    "ProjectPage",
    "ProjectResult",
    "PublishedDocument",
    "PublishedFile",
    "Subscriber",
    "SubscriptionRequest",
    "Theme",
]
