"""Long work goes item by item, tells what came of each, and never stops at one."""

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation

from amf_site.translation.models import Job
from amf_site.translation.workflow import jobs, publishing
from amf_site.translation.workflow.submission import submit

from .desk import new_page, persian, translate

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(django_user_model):
    return django_user_model.objects.create_superuser("boss", "boss@example.org", "x")


def item_of(page: Page, locale: Locale) -> dict[str, int]:
    return {"content_type": ContentType.objects.get_for_model(page).pk, "pk": page.pk, "locale": locale.pk}


def test_a_job_runs_when_its_transaction_is_committed(boss, django_capture_on_commit_callbacks):
    page = new_page("Words.")
    with django_capture_on_commit_callbacks(execute=True):
        job = jobs.start(Job.Kind.SUBMIT, boss, [item_of(page, persian())])
        assert not page.has_translation(persian())
    job.refresh_from_db()
    assert (job.state, job.done, job.percent) == (Job.State.DONE, 1, 100)
    assert job.report[0]["outcome"] == "done"
    assert page.has_translation(persian())


def test_one_item_that_fails_does_not_stop_the_others(boss, monkeypatch, caplog):
    gone, page, other = new_page("Words."), new_page("Words."), new_page("Other words.")
    items = [item_of(gone, persian()), item_of(page, page.locale), item_of(other, persian()), {"nonsense": 1}]
    gone.delete()
    job = Job.objects.create(kind=Job.Kind.SUBMIT, user=boss, items=items)
    jobs.run(job.pk)
    job.refresh_from_db()
    assert [line["outcome"] for line in job.report] == ["failed", "failed", "done", "failed"]
    assert all(line["message"] for line in job.report)
    assert job.state == Job.State.DONE
    assert "KeyError" in caplog.text


def test_a_failed_item_leaves_nothing_behind(boss, monkeypatch, caplog):
    page = new_page("Words.")

    def fail(*args, **kwargs):
        raise RuntimeError("at the last moment")

    monkeypatch.setattr(Translation, "save_target", fail)
    job = Job.objects.create(kind=Job.Kind.SUBMIT, user=boss, items=[item_of(page, persian())])
    jobs.run(job.pk)
    assert not Translation.objects.filter(source__object_id=page.translation_key).exists()
    assert "at the last moment" in caplog.text
    assert "at the last moment" not in str(Job.objects.get(pk=job.pk).report)


def test_publishing_is_done_when_the_report_says_so(boss):
    """Nothing is left for after the transaction, where a killed worker would lose it."""
    page = new_page("Words.")
    translation = submit(page, persian(), None)
    translate(translation)
    job = Job.objects.create(kind=Job.Kind.PUBLISH, user=boss, items=[translation.pk])
    assert jobs.run_next_item(job.pk)
    assert translation.get_target_instance().live


def test_a_right_that_was_taken_away_is_missed(django_user_model):
    translation = submit(new_page("Words."), persian(), None)
    translate(translation)
    nobody = django_user_model.objects.create_user("nobody", "n@example.org", "x")
    job = Job.objects.create(kind=Job.Kind.PUBLISH, user=nobody, items=[translation.pk])
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.report[0]["outcome"] == "failed"
    assert not translation.get_target_instance().live


def test_what_is_done_is_not_done_again(boss, monkeypatch):
    done = []
    monkeypatch.setattr(publishing, "publish_item", lambda job, item: done.append(item) or "")
    job = Job.objects.create(kind=Job.Kind.PUBLISH, user=boss, items=[1, 2, 3])
    jobs.run_next_item(job.pk)
    jobs.run(job.pk)
    jobs.run(job.pk)
    assert done == [1, 2, 3]


def test_a_job_that_lost_its_worker_goes_on(boss, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(publishing, "publish_item", lambda job, item: "")
    stalled = Job.objects.create(kind=Job.Kind.PUBLISH, user=boss, items=[1], state=Job.State.RUNNING)
    Job.objects.filter(pk=stalled.pk).update(changed_at=timezone.now() - timedelta(hours=1))
    alive = Job.objects.create(kind=Job.Kind.PUBLISH, user=boss, items=[1], state=Job.State.RUNNING)
    with django_capture_on_commit_callbacks(execute=True):
        call_command("resume_jobs")
    stalled.refresh_from_db()
    alive.refresh_from_db()
    assert stalled.state == Job.State.DONE
    assert alive.state == Job.State.RUNNING


def test_the_list_of_jobs_has_pages(boss, client):
    Job.objects.bulk_create(Job(kind=Job.Kind.EXPORT, user=boss) for _number in range(51))
    client.force_login(boss, backend="django.contrib.auth.backends.ModelBackend")
    newest, oldest = Job.objects.first(), Job.objects.last()
    first, second = (client.get(f"/admin/translations/jobs/?p={number}").content.decode() for number in (1, 2))
    for shown, job, other in ((first, newest, oldest), (second, oldest, newest)):
        assert f'"/admin/translations/jobs/{job.pk}/"' in shown
        assert f'"/admin/translations/jobs/{other.pk}/"' not in shown
