"""Installations with the demo content, from a copy of one that was set up by the real commands; one for all tests."""

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace

import pytest

from tests import gates, servers
from tests.deploy.installation import MAKE_STAFF, PASSWORD, Parts, Site
from tests.prepared import prepared
from tests.prepared.making import DUMP


@pytest.fixture(scope="session")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    """Database, object store, cache, mail server and worker."""
    ready = prepared("installation", "postgresql")
    with ExitStack() as running:
        store = running.enter_context(servers.object_store())
        shutil.copytree(ready / "media", store.folder, dirs_exist_ok=True)
        cache = running.enter_context(servers.valkey())
        mail = running.enter_context(gates.mail_server())
        way_to_mail = running.enter_context(gates.gate(mail.port))
        env = servers.production_env(
            DATABASE_URL=running.enter_context(servers.postgres()),
            CACHE_URL=cache.url,
            EMAIL_URL=f"smtp://127.0.0.1:{way_to_mail.port}",
            DEFAULT_FROM_EMAIL="amf@example.org",
            VAR_DIR=str(tmp_path_factory.mktemp("var")),
            HTTPS="off",
            LOG_LEVEL="WARNING",
            WEB_WORKERS="2",
            DJANGO_SUPERUSER_PASSWORD=PASSWORD,
            **store.env,
        )
        with ThreadPoolExecutor() as side:
            static = side.submit(servers.manage, "collectstatic", "--noinput", env=env)
            servers.postgres_program("pg_restore", "--no-owner", f"--dbname={env['DATABASE_URL']}", ready / DUMP)
            servers.manage("createsuperuser", "--noinput", "--username=chief", "--email=chief@example.org", env=env)
            static.result()
        servers.manage("shell", "--verbosity=0", "--command", MAKE_STAFF, env=env)
        yield Parts(env, store, cache, mail, way_to_mail, running.enter_context(servers.worker(env)))


@pytest.fixture(scope="session")
def site(parts: Parts) -> Iterator[Site]:
    """The application server itself, without the proxy, over plain HTTP."""
    port = servers.free_port()
    env = parts.env | {"SITE_URL": f"http://127.0.0.1:{port}"}
    with servers.gunicorn(env, port) as server:
        yield Site(server.url, replace(parts, env=env), processes=(server,))


@pytest.fixture(scope="session")
def proxied(parts: Parts) -> Iterator[Site]:
    """The site as readers see it: over TLS, through the proxy."""
    port, application_port = servers.free_port(), servers.free_port()
    env = parts.env | {
        "SITE_URL": f"https://localhost:{port}",
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "HTTPS": "on",
    }
    with (
        servers.nginx(application_port, port) as proxy,
        servers.gunicorn(env, application_port) as application,
    ):
        yield Site(proxy.url, replace(parts, env=env), proxy.certificate, (proxy, application))
