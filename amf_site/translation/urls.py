"""The URLs of the translation desk below ``/admin/translations/``, in the namespace ``translation``."""

from django.urls import path

from .desk.board.bulk import BulkView
from .desk.board.submission import SubmitNowView, SubmitView
from .desk.board.views import BoardView
from .desk.editor.api import (
    AddComment,
    CheckSegment,
    KeepSegment,
    Override,
    ResolveComment,
    Suggestions,
    TranslationStatusView,
)
from .desk.editor.handover import HandoverView, Publish
from .desk.editor.machine_views import MachineView
from .desk.editor.preview import Preview
from .desk.editor.views import Editor
from .desk.exchange.views import ExportView, ImportReportView, ImportTableView, ImportView, JobFileView
from .desk.glossary.views import GlossaryFiles, export_glossary
from .desk.guide.views import GuideView
from .desk.health.views import HealthView
from .desk.jobs.views import JobListView, JobView, job_state, resume_job
from .desk.languages.views import DraftsView, LanguagesView, MinimumView, OpenView, StageView
from .desk.memory.views import ConsistencyReport
from .desk.propagation.detaching_views import MakeSourceView, StartView, StopView
from .desk.propagation.joint_publishing_views import TogetherView
from .desk.propagation.views import SameStepView

app_name = "translation"

urlpatterns = [
    path("", BoardView.as_view(), name="board"),
    path("bulk/", BulkView.as_view(), name="bulk"),
    path("submit/", SubmitView.as_view(), name="submit"),
    path("submit/now/", SubmitNowView.as_view(), name="submit_now"),
    # The editor
    path("<int:translation_id>/", Editor.as_view(), name="edit"),
    path("<int:translation_id>/segments/<int:segment_id>/", KeepSegment.as_view(), name="segment"),
    path("<int:translation_id>/segments/<int:segment_id>/check/", CheckSegment.as_view(), name="check"),
    path("<int:translation_id>/segments/<int:segment_id>/comments/", AddComment.as_view(), name="comment"),
    path("<int:translation_id>/segments/<int:segment_id>/suggestions/", Suggestions.as_view(), name="suggestions"),
    path("<int:translation_id>/comments/<int:comment_id>/resolve/", ResolveComment.as_view(), name="resolve"),
    path("<int:translation_id>/overrides/<int:segment_id>/", Override.as_view(), name="override"),
    path("<int:translation_id>/machine/", MachineView.as_view(), name="machine"),
    path("<int:translation_id>/status/", TranslationStatusView.as_view(), name="status"),
    path("<int:translation_id>/step/", HandoverView.as_view(), name="step"),
    path("<int:translation_id>/publish/", Publish.as_view(), name="publish"),
    path("<int:translation_id>/preview/", Preview.as_view(), name="preview"),
    # Files for agencies
    path("export/", ExportView.as_view(), name="export"),
    path("export/<int:job_id>/", JobFileView.as_view(), name="job_file"),
    path("import/", ImportView.as_view(), name="import"),
    path("import/<int:job_id>/", ImportReportView.as_view(), name="import_report"),
    path("import/<int:job_id>/table/", ImportTableView.as_view(), name="import_table"),
    # Jobs
    path("jobs/", JobListView.as_view(), name="jobs"),
    path("jobs/<int:job_id>/", JobView.as_view(), name="job"),
    path("jobs/<int:job_id>/state/", job_state, name="job_state"),
    path("jobs/<int:job_id>/resume/", resume_job, name="job_resume"),
    # Languages
    path("languages/", LanguagesView.as_view(), name="languages"),
    path("languages/open/", OpenView.as_view(), name="open_language"),
    path("languages/<int:locale_id>/drafts/", DraftsView.as_view(), name="make_drafts"),
    path("languages/<int:locale_id>/minimum/", MinimumView.as_view(), name="minimum_coverage"),
    path("languages/<int:locale_id>/<slug:stage>/", StageView.as_view(), name="language_stage"),
    # Actions on a source and its translations
    path("same-step/<str:step>/", SameStepView.as_view(), name="same_step"),
    path("together/<int:content_type>/<str:pk>/", TogetherView.as_view(), name="together"),
    path("stop/<int:translation_id>/", StopView.as_view(), name="stop"),
    path("make-source/<int:translation_id>/", MakeSourceView.as_view(), name="make_source"),
    path("start/<int:translation_id>/", StartView.as_view(), name="start"),
    # Reports, glossary and guides
    path("consistency/", ConsistencyReport.as_view(), name="consistency"),
    path("glossary/", GlossaryFiles.as_view(), name="glossary_files"),
    path("glossary/<slug:language_code>.csv", export_glossary, name="glossary_export"),
    path("guide/", GuideView.as_view(), name="guide"),
    path("guide/<slug:name>/", GuideView.as_view(), name="guide_of"),
    path("health/", HealthView.as_view(), name="health"),
]
