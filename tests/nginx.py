"""The nginx for tests. ``python -m tests.nginx`` downloads one if that of this machine is missing or too old.

The package of a newer Debian is unpacked into a folder of the user; nothing is installed or started. Only the standard
library is used, because this runs before anything is installed.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

#: The oldest version that supports everything in ``amf_site/deploy/nginx.conf``.
OLDEST = (1, 25, 1)
#: For a Debian release whose nginx is older, the release whose package runs on it.
RELEASES = {"bookworm": "trixie"}
#: Shared by all checkouts of this user. Root starts nginx as another user, who cannot read root's home.
CACHE = Path("/var/cache" if os.geteuid() == 0 else Path.home() / ".cache") / "amf-site"
KEYS = Path("/usr/share/keyrings/debian-archive-keyring.gpg")


class CannotFetchError(Exception):
    """There is no nginx. The message is a line that says why."""


def find() -> str | None:
    """Return the machine's nginx, or the one in the cache, if it is new enough."""
    path = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin", str(CACHE / "nginx" / "usr" / "sbin")])
    for folder in path.split(os.pathsep):
        program = shutil.which("nginx", path=folder)
        if program and version(program) >= OLDEST:
            return program
    return None


def version(program: str) -> tuple[int, ...]:
    told = subprocess.run([program, "-v"], capture_output=True, text=True, check=False).stderr
    match = re.search(r"nginx/(\d+)\.(\d+)\.(\d+)", told)
    return tuple(map(int, match.groups())) if match else ()


def fetch() -> None:
    """Unpack Debian's nginx into the cache."""
    lines = sources()
    CACHE.mkdir(parents=True, exist_ok=True)
    CACHE.chmod(0o755)
    with tempfile.TemporaryDirectory(dir=CACHE) as name:
        folder = Path(name)
        (folder / "lists" / "partial").mkdir(parents=True)
        (folder / "sources.list").write_text("".join(lines))
        settings = [f"Dir::Etc::sourcelist={folder}/sources.list", "Dir::Etc::sourceparts=-"]
        settings += [f"Dir::State::lists={folder}/lists", f"Dir::Cache={folder}", "APT::Sandbox::User=root"]
        apt_get = ["apt-get", "-qq", *(part for setting in settings for part in ("-o", setting))]
        for command in ([*apt_get, "update"], [*apt_get, "download", "nginx"]):
            if subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, check=False).returncode:
                raise CannotFetchError("apt-get could not fetch it: see the lines above.")
        (package,) = folder.glob("nginx_*.deb")
        subprocess.run(["dpkg-deb", "--extract", package, folder / "nginx"], check=True)
        shutil.rmtree(CACHE / "nginx", ignore_errors=True)
        with suppress(OSError):  # another run was faster
            (folder / "nginx").rename(CACHE / "nginx")


def sources() -> list[str]:
    """Return a sources list for apt: this machine's mirrors, with the release that has the package."""
    if not shutil.which("apt-get"):
        raise CannotFetchError("it is fetched on Debian only.")
    release = re.search(r"^VERSION_CODENAME=(\S+)", Path("/etc/os-release").read_text(), re.MULTILINE)
    wanted = ["apt-get", "indextargets", "--no-release-info", "--format", "$(REPO_URI) $(RELEASE) $(COMPONENT)"]
    told = subprocess.run([*wanted, "Created-By: Packages"], capture_output=True, text=True, check=False).stdout
    mirrors = {line.split()[0] for line in told.splitlines() if release and line.split()[1:] == [release[1], "main"]}
    if not release or not mirrors:
        raise CannotFetchError("apt names no mirror of this machine's release.")
    signed = f"[signed-by={KEYS}] " if KEYS.exists() else ""
    return [f"deb {signed}{mirror} {RELEASES.get(release[1], release[1])} main\n" for mirror in sorted(mirrors)]


def main() -> None:
    if find():
        return
    print("Fetching nginx …", flush=True)
    reason = "the one that was fetched is too old or does not start."
    try:
        fetch()
    except CannotFetchError as fault:
        reason = str(fault)
    if not find():
        sys.exit(f"The tests need nginx {'.'.join(map(str, OLDEST))} or newer: {reason} Install it and start again.")


if __name__ == "__main__":
    main()
