"""Each service of ``docker-compose.yml`` can write where its program has to, although its file system is read-only.

Tried with real mounts, as the service's user and without capabilities, in a mount namespace that ends with the test.
"""

import os
import shlex
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests import servers
from tests.deploy.test_compose import SERVICES


@dataclass
class Image:
    """What is known of a service's image: whom it runs as, and the mode of each folder that its program writes to."""

    uid: int
    gid: int
    written: dict[str, int] = field(default_factory=dict)


SITE = Image(10001, 10001, {"/tmp": 0o1777})
IMAGES = {
    "proxy": Image(101, 101, {"/tmp": 0o1777, "/etc/nginx/conf.d": 0o775, "/var/cache/nginx": 0o775}),
    "web": SITE,
    "worker": SITE,
    "scheduler": SITE,
    "migrate": SITE,
    "db": Image(999, 999, {"/tmp": 0o1777, "/run/postgresql": 0o3777, "/var/lib/postgresql/data": 0o1777}),
    "cache": Image(999, 1000),  # it is told to save nothing
    "store": Image(0, 0, {"/var/lib/garage": 0o755}),
}


def mounts(service: dict) -> tuple[dict[str, str], set[str]]:
    """The tmpfs of a service with their options, and its volumes that can be written to."""
    tmpfs = dict((*mount.split(":", 1), "")[:2] for mount in service.get("tmpfs", []))
    volumes = [mount.split(":") for mount in service.get("volumes", [])]
    return tmpfs, {parts[1] for parts in volumes if "ro" not in parts[2:]}


def run_in(service: str, folder: Path, script: str) -> subprocess.CompletedProcess:
    """Run a script of the shell as a service's user, in a folder that is mounted as the service's file system is."""
    image = IMAGES[service]
    tmpfs, volumes = mounts(SERVICES[service])
    commands = [f"mount --bind {folder} {folder}", f"mount -o remount,bind,ro {folder}"]
    for path, mode in image.written.items():
        inside = folder / path.lstrip("/")
        inside.mkdir(parents=True, exist_ok=True)
        inside.chmod(mode)
        os.chown(inside, image.uid, image.gid)
        if path in tmpfs:
            # As runc does it: the mode is that of the image's folder, the owner root, unless the options say more.
            options = f"rw,nosuid,nodev,noexec,mode={mode:o},{tmpfs[path]}".rstrip(",")
            commands.append(f"mount -t tmpfs -o {options} tmpfs {inside}")
        elif path in volumes:
            # A new volume is filled from the image, owners included.
            commands += [f"mount --bind {inside} {inside}", f"mount -o remount,bind,rw {inside}"]
    rights = f"--reuid={image.uid} --regid={image.gid} --clear-groups --bounding-set=-all --no-new-privs"
    commands.append(f"exec setpriv {rights} sh -ec {shlex.quote(script)}")
    unshare = ["unshare", "--mount", "--propagation=private", "sh", "-ec", "\n".join(commands)]
    return subprocess.run(unshare, capture_output=True, text=True, check=False)


@pytest.fixture
def root_folder(tmp_path):
    """A folder into which every user can look; only root may mount."""
    if os.geteuid() != 0:
        pytest.skip("only root may mount")
    with servers.folder("root") as folder:
        folder.chmod(0o755)
        yield folder


def test_every_service_is_looked_at():
    assert set(IMAGES) == set(SERVICES)


@pytest.mark.parametrize("service", sorted(IMAGES))
def test_service_can_write_where_its_program_does_and_nowhere_else(service, root_folder):
    for path in IMAGES[service].written:
        done = run_in(service, root_folder, f"echo written > {root_folder}{path}/file && cat {root_folder}{path}/file")
        assert done.stdout == "written\n", f"{service} cannot write to {path}: {done.stderr}"
    elsewhere = run_in(service, root_folder, f"echo written > {root_folder}/file")
    assert "Read-only file system" in elsewhere.stderr


def test_user_of_the_site_is_the_one_that_the_image_makes():
    assert f"--uid {SITE.uid} " in (servers.DEPLOY / "Dockerfile").read_text()


def test_proxy_writes_its_rules_when_it_starts_and_nginx_takes_them(root_folder):
    """What ``20-envsubst-on-templates.sh`` of the image does: without a folder to write to it goes on without rules."""
    servers.make_certificate(root_folder)
    for path in root_folder.iterdir():
        path.chmod(0o644)
    rules = servers.nginx_rules(
        {
            **SERVICES["proxy"]["environment"],
            "SITE_HOST": "localhost",
            "LISTEN_HTTP": str(servers.free_port()),
            "LISTEN_HTTPS": str(servers.free_port()),
            "TLS_DIR": str(root_folder),
            "CACHE_DIR": f"{root_folder}/var/cache/nginx",
        }
    )
    (root_folder / "rules").write_text(rules)
    main = servers.nginx_main(root_folder / "tmp", root_folder / "etc/nginx/conf.d")
    (root_folder / "nginx.conf").write_text(main)
    script = f"""
        test -w {root_folder}/etc/nginx/conf.d
        cat {root_folder}/rules > {root_folder}/etc/nginx/conf.d/default.conf
        # Through cat, so that what nginx knows as /dev/stdout is this user's own, as in a container.
        {servers.nginx_program()} -t -e stderr -c {root_folder}/nginx.conf 2>&1 | cat
    """
    done = run_in("proxy", root_folder, script)
    assert "test is successful" in done.stdout, done.stderr + done.stdout
