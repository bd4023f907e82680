"""The files of an installation agree with each other and with the settings, and hold no secret."""

import re
import subprocess
from pathlib import Path

import pytest
import requests
import yaml

from amf_site.settings import base
from tests import servers

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "amf_site" / "deploy"
COMPOSE_TEXT = (ROOT / "docker-compose.yml").read_text()
COMPOSE = yaml.safe_load(COMPOSE_TEXT)
SERVICES = COMPOSE["services"]
ONE_SHOT = {"migrate"}
#: Variables that the site itself does not know.
ONLY_FOR_COMPOSE = {"SITE_HOST", "TLS_DIR", "POSTGRES_PASSWORD", "GARAGE_RPC_SECRET", "WEB_WORKERS", "WEB_THREADS"}
#: The image has its static files in the default place, and media go to the object store.
NOT_FOR_CONTAINERS = {"VAR_DIR"}
SECRET = re.compile(r"SECRET|PASSWORD|ACCESS_KEY", re.IGNORECASE)
REFERENCE = re.compile(r"(?<!\$)\$\{(\w+)(:[?-][^}]*)?\}")


def example() -> dict[str, str]:
    lines = (ROOT / ".env.example").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def test_example_has_exactly_the_variables_of_the_settings_and_of_compose():
    assert set(example()) == set(base.env.scheme) | ONLY_FOR_COMPOSE


def test_every_variable_of_the_example_is_explained_in_the_line_above():
    text = (ROOT / ".env.example").read_text()
    explained = re.findall(r"^# (?!---).*\n([A-Z0-9_]+)=", text, re.MULTILINE)
    assert sorted(explained) == sorted(example())


def test_example_holds_no_secret():
    filled_in = {name for name, value in example().items() if SECRET.search(name) and value}
    assert filled_in == set()


def test_example_uses_only_variables_that_stand_above():
    seen: set[str] = set()
    for name, value in example().items():
        assert {reference for reference, _ in REFERENCE.findall(value)} <= seen, name
        seen.add(name)


def test_values_of_the_example_are_understood_by_the_settings():
    """A boolean left empty would mean off, a number left empty would stop the start."""
    for name, kind in base.env.scheme.items():
        cast = kind[0] if isinstance(kind, tuple) else kind
        assert cast not in (bool, int) or example()[name], name


def test_every_variable_of_compose_is_in_the_example_and_the_other_way_round():
    used = {name for name, _ in REFERENCE.findall(COMPOSE_TEXT)}
    assert used <= set(example())
    fixed = set(SERVICES["web"]["environment"]) - used
    assert set(example()) - used - fixed == NOT_FOR_CONTAINERS


@pytest.mark.parametrize("name", ["web", "worker", "scheduler", "migrate"])
def test_every_process_of_the_site_gets_every_setting(name):
    given = set(SERVICES[name]["environment"])
    assert set(base.env.scheme) - given == NOT_FOR_CONTAINERS


def test_what_compose_needs_has_no_default_and_says_what_to_do():
    defaults = {name: default for name, default in REFERENCE.findall(COMPOSE_TEXT) if SECRET.search(name)}
    assert defaults
    optional = {"SSO_CLIENT_SECRET"}
    assert optional < set(defaults)
    for name, default in defaults.items():
        assert default == (":-" if name in optional else f":?set {name} in .env"), name


def test_no_secret_is_written_into_compose():
    for service in SERVICES.values():
        for name, value in service.get("environment", {}).items():
            if SECRET.search(name):
                assert REFERENCE.fullmatch(value), name
    assert not re.search(r"://[^\s/{}]+:[^\s/{}$]+@", COMPOSE_TEXT)


def test_only_the_proxy_is_published():
    assert {name for name, service in SERVICES.items() if "ports" in service} == {"proxy"}
    assert not any("network_mode" in service for service in SERVICES.values())


def test_the_proxy_cannot_reach_the_data_and_the_data_cannot_reach_out():
    assert SERVICES["proxy"]["networks"] == ["front"]
    assert COMPOSE["networks"]["data"]["internal"] is True
    for name in ("db", "cache", "store", "migrate"):
        assert SERVICES[name]["networks"] == ["data"]


@pytest.mark.parametrize("name", sorted(set(SERVICES) - ONE_SHOT))
def test_every_long_running_service_has_a_health_check_and_comes_back(name):
    assert SERVICES[name]["healthcheck"]["test"]
    assert SERVICES[name]["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_every_service_is_hardened_and_its_image_pinned(name):
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert ":" in service["image"] or service["image"] == SERVICES["web"]["image"]
    assert not service["image"].endswith(":latest")


def test_named_volumes_are_declared_and_mounted_files_exist():
    for service in SERVICES.values():
        for mount in service.get("volumes", []):
            source = mount.split(":")[0]
            if source.startswith("./"):
                assert (ROOT / source).is_file(), source
            elif not source.startswith("$"):
                assert source in COMPOSE["volumes"], source


def test_the_site_starts_after_the_migration():
    for name in ("web", "worker", "scheduler"):
        assert SERVICES[name]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"


def test_image_is_built_from_hashes_and_runs_as_nobody_in_particular():
    text = (DEPLOY / "Dockerfile").read_text()
    final = text.split("FROM ")[-1]
    assert "--require-hashes" in text
    assert re.findall(r"^USER (\S+)", final, re.MULTILINE) == ["site"]
    assert "useradd --system --uid 10001" in final
    # Nothing is changed after the user is; nothing is root's by accident.
    assert not re.search(r"^(RUN|COPY|ADD) ", final.split("USER site")[1], re.MULTILINE)
    assert "HEALTHCHECK" in final
    assert not re.search(r"^(ENV|ARG) .*(SECRET|PASSWORD|KEY)", text, re.MULTILINE)
    # A syntax line would have each build ask a registry for a front end.
    assert "syntax=" not in text


def test_image_leaves_out_secrets_and_local_data():
    ignored = (DEPLOY / "Dockerfile.dockerignore").read_text().split()
    assert {".git", ".env*", "var", "tests"} <= set(ignored)


@pytest.mark.parametrize("script", ["entrypoint.sh"])
def test_scripts_are_sound(script):
    subprocess.run(["sh", "-n", DEPLOY / script], check=True)


@pytest.mark.parametrize("service", ["web", "worker", "scheduler", "migrate"])
def test_entrypoint_knows_every_command_that_compose_gives(service):
    (command,) = SERVICES[service]["command"]
    assert re.search(rf"^{command}\)$", (DEPLOY / "entrypoint.sh").read_text(), re.MULTILINE)


def test_proxy_gets_every_value_of_its_template():
    wanted = set(re.findall(r"\$\{(\w+)\}", (DEPLOY / "nginx.conf").read_text()))
    assert wanted == set(SERVICES["proxy"]["environment"])


def test_proxy_rules_say_what_was_decided():
    text = re.sub(r"^\s*#.*$", "", (DEPLOY / "nginx.conf").read_text(), flags=re.MULTILINE)
    assert "client_max_body_size 21m;" in text
    assert "limit_req zone=login" in text
    for header in ("X-Forwarded-For $remote_addr", "X-Forwarded-Proto $scheme", 'X-Forwarded-Host ""'):
        assert f"proxy_set_header {header};" in text
    # With "updating", a page made private stays public for ever (reliability notes, C).
    assert "updating" not in text
    assert "proxy_cache_use_stale error timeout http_500 http_502 http_503 http_504;" in text
    assert "proxy_cache_background_update on;" in text
    assert "ignore_headers" not in text
    assert text.count("default_server") == 4  # plain and over TLS, each of IPv4 and IPv6
    assert text.count("listen [::]:") == text.count("listen ${")
    assert re.search(r"proxy_cache_path .* min_free=\d+m", text)
    (log_format,) = re.findall(r"log_format .*", text)
    assert not re.search(r"remote_addr|forwarded|request_uri|\$request ", log_format)
    # A header set again in a location would drop all those of the server.
    assert "proxy_set_header" not in "".join(re.findall(r"location [^{]*\{[^}]*\}", text))


def test_proxy_starts_as_it_is_and_answers_in_words_before_the_application_does():
    with servers.nginx(servers.free_port(), servers.free_port()) as proxy:
        answer = requests.get(f"{proxy.url}/fa/", verify=str(proxy.certificate), timeout=servers.PATIENCE)
        assert answer.status_code == 503
        assert answer.headers["Retry-After"]
        assert answer.headers["Cache-Control"] == "no-store"
        assert "دوباره تلاش کنید" in answer.text
        # Another name gets no answer, and not even a certificate.
        with pytest.raises(requests.exceptions.SSLError):
            requests.get(proxy.url.replace("localhost", "127.0.0.1"), verify=False, timeout=servers.PATIENCE)
