"""The site as an installation runs it: production settings, gunicorn, PostgreSQL, an S3 store, Valkey, a worker.

Everything is asked over HTTP, in the place of the proxy; nothing is replaced by a double, and nothing is skipped: a
part that is missing on this machine fails the test with its name.
"""

import os
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

import pikepdf
import pytest
import requests
from PIL import Image

from tests import servers
from tests.deploy.installation import assert_security_headers, sign_in, token_in, upload


def a_pdf() -> bytes:
    pdf, made = pikepdf.new(), BytesIO()
    pdf.add_blank_page()
    pdf.save(made)
    return made.getvalue()


@pytest.mark.parametrize(
    ("path", "language", "direction"),
    [
        ("/", "en", "ltr"),
        ("/en/", "en", "ltr"),
        ("/fa/", "fa", "rtl"),
        ("/en/members/", "en", "ltr"),
        ("/fa/members/", "fa", "rtl"),
        ("/en/members/tabriz/", "en", "ltr"),
        ("/fa/members/tabriz/", "fa", "rtl"),
        ("/fa/who-we-are/strategic-plan/", "fa", "rtl"),
    ],
)
def test_pages_are_read(site, path, language, direction):
    page = site.get(path)
    assert page.status_code == 200
    (tag,) = re.findall(r"<html[^>]*>", page.text)
    assert f'lang="{language}"' in tag
    assert f'dir="{direction}"' in tag
    assert "public" in page.headers["Cache-Control"]
    # Either would make the page a reader's own and no proxy could keep it.
    assert "Set-Cookie" not in page.headers
    assert "Cookie" not in page.headers.get("Vary", "")


def test_pictures_come_from_the_store(site):
    page = site.get("/en/members/tabriz/")
    name = re.findall(r"/media/(images/[^\s\"',]+)", page.text)[0]
    picture = site.get(f"/media/{name}")
    assert picture.status_code == 200
    assert picture.headers["Content-Type"].startswith("image/")
    assert "immutable" in picture.headers["Cache-Control"]
    assert picture.content == (site.parts.store.folder / name).read_bytes()
    # The bucket itself is closed: the site is the only way in.
    address = f"{site.parts.store.env['S3_ENDPOINT_URL']}/amf/{name}"
    assert requests.get(address, timeout=servers.PATIENCE).status_code in (400, 403)


@pytest.mark.parametrize("language", ["en", "fa"])
def test_plan_is_downloaded_whole_in_parts_and_only_when_new(site, language):
    path = f"/{language}/who-we-are/strategic-plan/download/"
    whole = site.get(path)
    assert whole.status_code == 200
    assert whole.headers["Content-Type"] == "application/pdf"
    assert whole.content.startswith(b"%PDF-")
    assert int(whole.headers["Content-Length"]) == len(whole.content)
    title = re.search(r"<h1[^>]*>\s*(.+?)\s*</h1>", site.get(path.removesuffix("download/")).text, re.DOTALL)[1]
    name = f"{title}.pdf"
    expected = f'filename="{name}"' if name.isascii() else f"filename*=utf-8''{quote(name)}"
    assert whole.headers["Content-Disposition"] == f"attachment; {expected}"

    part = site.get(path, headers={"Range": "bytes=100-299"})
    assert part.status_code == 206
    assert part.headers["Content-Range"] == f"bytes 100-299/{len(whole.content)}"
    assert part.content == whole.content[100:300]
    rest = site.get(path, headers={"Range": "bytes=1000-", "If-Range": whole.headers["ETag"]})
    assert whole.content[:1000] + rest.content == whole.content

    known = site.get(path, headers={"If-None-Match": whole.headers["ETag"]})
    assert known.status_code == 304
    assert known.content == b""


def memory_of(site) -> int:
    """What the processes of gunicorn hold, in kilobytes."""
    address = site.url.removeprefix("http://")
    pids = subprocess.run(["pgrep", "-f", f"gunicorn.*{address}"], capture_output=True, text=True).stdout.split()
    statuses = [Path(f"/proc/{pid}/status").read_text() for pid in pids]
    return sum(int(re.search(r"VmRSS:\s+(\d+)", status)[1]) for status in statuses if "VmRSS" in status)


def test_two_hundred_take_the_plan_in_parts_at_the_same_time(site):
    path = "/fa/who-we-are/strategic-plan/download/"
    whole = site.get(path).content
    step = len(whole) // 20 + 1

    def part(number: int) -> bool:
        first = number % 20 * step
        answer = site.get(path, headers={"Range": f"bytes={first}-{first + step - 1}"})
        return answer.status_code == 206 and answer.content == whole[first : first + step]

    with ThreadPoolExecutor(200) as readers:
        assert all(readers.map(part, range(200)))
        before = memory_of(site)
        assert before > 0
        for _round in range(3):
            assert all(readers.map(part, range(200)))
    assert memory_of(site) < before * 1.1 + 20_000


def test_the_worker_makes_the_files_of_the_cities(site):
    """load_demo leaves them to it; nobody waits."""

    def made() -> bool:
        return site.get("/en/members/tabriz/download/").status_code == 200

    deadline = time.monotonic() + 120
    while not made() and time.monotonic() < deadline:
        time.sleep(1)
    answer = site.get("/en/members/tabriz/download/")
    assert answer.content.startswith(b"%PDF-")
    assert answer.headers["Link"].endswith('/en/members/tabriz/>; rel="canonical"')


def test_editor_uploads_a_picture(site):
    browser, drawn = sign_in(site, "editor"), BytesIO()
    Image.new("RGB", (640, 400), "#0f7f86").save(drawn, "PNG")
    answer = upload(site, browser, "images", "turquoise.png", drawn.getvalue())
    assert answer.url == f"{site.url}/admin/images/"
    store = site.parts.store.folder
    (stored,) = set(store.rglob("turquoise*.*")) - set((store / "images").rglob("*"))
    with Image.open(stored) as kept, Image.open(drawn) as sent:
        assert kept.convert("RGB").tobytes() == sent.convert("RGB").tobytes()
    # The list of the admin shows it as a rendition, made in the store; the original has no address.
    thumbnail = re.search(
        r"/media/images/[^\"\s]*turquoise[^\"\s]+", browser.get(answer.url, timeout=servers.PATIENCE).text
    )
    shown = Image.open(BytesIO(site.get(thumbnail[0]).content))
    assert shown.convert("RGB").getpixel((5, 5)) == pytest.approx((15, 127, 134), abs=6)
    assert site.get(f"/media/{stored.relative_to(store)}").status_code == 404


def test_editor_uploads_a_document(site):
    browser, pdf = sign_in(site, "editor"), a_pdf()
    answer = upload(site, browser, "documents", "minutes.pdf", pdf)
    assert answer.url == f"{site.url}/admin/documents/"
    address = re.search(r"/documents/\d+/minutes[^\"\s]*\.pdf", answer.text)[0]
    served = site.get(address)
    assert served.status_code == 200
    assert served.headers["Content-Type"] == "application/pdf"
    assert served.content == pdf
    assert (site.parts.store.folder / "documents" / address.rsplit("/", 1)[1]).read_bytes() == pdf
    assert site.get(f"/media/documents/{address.rsplit('/', 1)[1]}").status_code == 404


def test_file_that_is_not_what_its_name_says_is_refused(site):
    browser = sign_in(site, "editor")
    answer = upload(site, browser, "documents", "report.pdf", b"<!doctype html><script>alert(1)</script>")
    assert answer.url == f"{site.url}/admin/documents/add/"
    assert "This is not a PDF file, although its name ends in .pdf." in answer.text
    assert not list(site.parts.store.folder.glob("documents/report*"))


def test_superuser_made_on_the_command_line_can_sign_in(site):
    assert sign_in(site, "chief").get(f"{site.url}/admin/users/", timeout=servers.PATIENCE).status_code == 200


def test_wrong_password_is_told_and_after_five_times_refused(site):
    browser = site.browser("203.0.113.66")
    form = browser.get(f"{site.url}/admin/login/", timeout=servers.PATIENCE)
    data = {"username": "editor", "password": "wrong", "csrfmiddlewaretoken": token_in(form)}
    answers = [
        browser.post(form.url, data, headers={"Origin": site.url}, timeout=servers.PATIENCE).status_code
        for _attempt in range(6)
    ]
    assert answers[0] == 200
    assert answers[-1] == 429
    # The lock is on that name from that address: the editor herself still gets in.
    sign_in(site, "editor")


def test_every_answer_has_the_security_headers(site):
    page, missing = site.get("/en/"), site.get("/en/no-such-page/")
    assert page.status_code == 200
    assert missing.status_code == 404
    sheet = site.get(re.search(r'href="(/static/[^"]+\.css)"', page.text)[1])
    assert sheet.status_code == 200
    assert "immutable" in sheet.headers["Cache-Control"]
    for answer in (page, missing, sheet):
        assert_security_headers(answer)


def test_health_of_web_and_worker(site):
    """The checks that Docker makes. A task of an upload above has been done by then, so the queue moves."""
    env = site.parts.env | {"HEALTH_URL": f"{site.url}/-/live"}
    for name in ("web", "worker"):
        subprocess.run([sys.executable, "amf_site/deploy/health.py", name], cwd=servers.ROOT, env=env, check=True)


def test_settings_of_an_installation_pass_djangos_deployment_check():
    servers.manage("check", "--deploy", "--fail-level=WARNING", env=servers.production_env(HTTPS="on"))


@pytest.mark.parametrize(
    ("settings", "fault"),
    [
        ({"SECRET_KEY": None}, "Set the SECRET_KEY environment variable"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY is too weak"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS must name this site's hosts"),
        ({"DATABASE_URL": "sqlite:///db.sqlite3"}, "DATABASE_URL must be a PostgreSQL address"),
    ],
)
def test_container_with_a_wrong_setting_says_so_in_one_line_and_does_not_start(settings, fault):
    env = {name: value for name, value in (servers.production_env() | settings).items() if value is not None}
    env["PATH"] = os.pathsep.join([os.path.dirname(sys.executable), env["PATH"]])
    done = subprocess.run(
        ["sh", "amf_site/deploy/entrypoint.sh", "web"], cwd=servers.ROOT, env=env, capture_output=True, text=True
    )
    assert done.returncode != 0
    assert re.fullmatch(rf"The site cannot start: {re.escape(fault)}.*\n", done.stdout + done.stderr)
