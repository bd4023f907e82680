"""The commands of the Makefile. Uses only the standard library, because it runs before anything is installed.

Problems with the machine are reported in one line, with a non-zero exit code.
"""

import argparse
import fcntl
import hashlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
#: Exists while packages are being installed. If an interrupted run has left it behind, .venv may be incomplete.
UNFINISHED = VENV + ".unfinished"
RUN_LOCK = os.path.join(ROOT, "requirements.lock")
TEST_LOCK = os.path.join(ROOT, "tests", "requirements.lock")
OLDEST_PYTHON = (3, 11)
#: Task of ``tests.suite`` for each command.
SUITES = {"test": "everything", "test-quick": "quick", "coverage": "coverage", "canary": "canary", "bench": "bench"}
#: Programs that the tests use, with their Debian packages.
SYSTEM_PARTS = {"chromium": "chromium", "initdb": "postgresql", "openssl": "openssl"}
#: Fonts for scripts without a web font on the site: the browser tests look for missing glyphs.
FONTS = {
    "/usr/share/fonts/truetype/noto/NotoSansBengali-Regular.ttf": "fonts-noto-core",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc": "fonts-noto-cjk",
}


def stop(line):
    """Print one line to standard error and exit with code 1."""
    sys.stderr.write(line + "\n")
    sys.exit(1)


def say(line):
    print(line)
    sys.stdout.flush()


def check_machine():
    """Exit with an error unless Python is new enough and the project folder is writable."""
    if sys.version_info < OLDEST_PYTHON:
        stop(
            "Python %d.%d is too old: the site needs 3.11 or newer. Choose one with make PYTHON=python3.12 …"
            % tuple(sys.version_info[:2])
        )
    if not os.access(ROOT, os.W_OK):
        stop("Cannot write to %s: clone the site into a folder of your own." % ROOT)


def check_port(port):
    """Exit with an error if the port is invalid or in use."""
    if not 1 <= port <= 65535:
        stop("%d is no port: choose one from 1 to 65535, for example make run PORT=8001" % port)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            stop("Port %d is reserved for the administrator: choose another, for example make run PORT=8001" % port)
        except OSError:
            stop("Port %d is taken: choose another, for example make run PORT=%d" % (port, port % 65535 + 1))


def install(lock):
    """Install the packages of a lock file into .venv, unless they are installed already."""
    if is_installed(lock):
        return
    with open(UNFINISHED, "a") as mark:
        # Child processes inherit the lock, so another run waits until the last of them has exited.
        os.set_inheritable(mark.fileno(), True)
        fcntl.flock(mark, fcntl.LOCK_EX)
        if is_installed(lock):
            return
        was_broken_off = os.fstat(mark.fileno()).st_size > 0
        mark.write("Packages are being installed into .venv.\n")
        mark.flush()
        say("Installing the packages into .venv (a minute the first time) …")
        if was_broken_off or not os.path.exists(PYTHON):
            make_venv()
        if not install_with_uv(lock) and pip_install(lock) != 0:
            stop("The packages could not be installed: see the lines above. Is the network there?")
        os.sync()
        with open(stamp_of(lock), "w") as file:
            file.write(hash_of(lock))
        os.remove(UNFINISHED)


def stamp_of(lock):
    return os.path.join(VENV, "installed-" + os.path.basename(os.path.dirname(lock)))


def hash_of(lock):
    with open(lock, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def is_installed(lock):
    """Return whether .venv was installed completely from the current version of a lock file."""
    if os.path.exists(UNFINISHED) or not os.path.exists(PYTHON) or not os.path.exists(stamp_of(lock)):
        return False
    with open(stamp_of(lock)) as file:
        return file.read() == hash_of(lock)


def make_venv():
    if call([sys.executable, "-m", "venv", "--clear", VENV]) != 0:
        shutil.rmtree(VENV, ignore_errors=True)
        stop(
            "Python cannot make a virtual environment here: install its venv module (Debian: apt install python3-venv)."
        )


def call(command, **options):
    """Run a program and return its exit code. Ctrl+C kills it silently; the next run starts it again."""
    process = subprocess.Popen(command, start_new_session=True, close_fds=False, **options)
    try:
        return process.wait()
    except KeyboardInterrupt:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise


def pip_install(lock):
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input", "--no-deps"]
    return call([*pip, "--require-hashes", "-r", lock])


def install_with_uv(lock):
    """Install a lock file with uv, in a tenth of pip's time, and return whether that succeeded.

    uv itself is installed with pip, in the version of the tests' lock file.
    """
    with open(TEST_LOCK) as file:
        text = file.read()
    uv = re.search(r"^uv==.*(\n    --hash.*)+", text, re.MULTILINE)
    if not uv:
        return False
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as only_uv:
        only_uv.write(uv.group().rstrip("\\ "))
        only_uv.flush()
        if pip_install(only_uv.name) != 0:
            return False
    command = [os.path.join(VENV, "bin", "uv"), "pip", "install", "--quiet", "--python", PYTHON, "--no-deps"]
    return call([*command, "--compile-bytecode", "--require-hashes", "-r", lock]) == 0


def install_system_parts():
    """Install the programs that the tests need, or exit with a list of them if that is not possible."""
    install_packages()
    if subprocess.call([sys.executable, "-m", "tests.nginx"], cwd=ROOT) != 0:
        sys.exit(1)


def install_packages():
    """Install missing Debian packages; exit with an error if this user may not do that."""
    path = os.pathsep.join([os.environ.get("PATH", ""), *postgresql_folders()])
    missing = {package for program, package in SYSTEM_PARTS.items() if not shutil.which(program, path=path)}
    if shutil.which("apt-get"):
        missing |= {package for font, package in FONTS.items() if not os.path.exists(font)}
    if not missing:
        return
    wanted = sorted(missing)
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        stop("The tests need these system packages: %s. Install them and start again." % " ".join(wanted))
    say("Installing %s …" % " ".join(wanted))
    env = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    subprocess.call(["apt-get", "update", "-qq"], stdout=subprocess.DEVNULL, env=env)
    install_now = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *wanted]
    if subprocess.call(install_now, stdout=subprocess.DEVNULL, env=env) != 0:
        stop("apt-get could not install %s: see the lines above." % " ".join(wanted))


def postgresql_folders():
    """Return the folders where Debian installs PostgreSQL's server programs, newest version first."""
    base = "/usr/lib/postgresql"
    if not os.path.isdir(base):
        return []
    return [os.path.join(base, version, "bin") for version in sorted(os.listdir(base), key=len, reverse=True)]


def manage(*arguments):
    return [PYTHON, os.path.join(ROOT, "manage.py"), *arguments]


def run(port):
    check_port(port)
    install(RUN_LOCK)
    os.chdir(ROOT)
    os.environ["PORT"] = str(port)
    os.execv(PYTHON, manage("run_site", "--port", str(port)))


def suite(task):
    """Install the packages of the tests, then run a task of ``tests.suite``."""
    if task in ("everything", "coverage", "canary"):
        install_system_parts()
    install(TEST_LOCK)
    sys.exit(subprocess.call([PYTHON, "-m", "tests.suite", task], cwd=ROOT))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("task", choices=["run", *SUITES, "demo-reset", "messages", "install-test"])
    parser.add_argument("--port", type=int, default=8000)
    arguments = parser.parse_args()
    check_machine()
    if arguments.task == "run":
        run(arguments.port)
    elif arguments.task in SUITES:
        suite(SUITES[arguments.task])
    elif arguments.task == "install-test":
        install(TEST_LOCK)
    elif arguments.task == "demo-reset":
        install(RUN_LOCK)
        sys.exit(subprocess.call(manage("load_demo", "--overwrite"), cwd=ROOT))
    else:
        install(TEST_LOCK)
        sys.exit(subprocess.call(manage("collect_messages"), cwd=ROOT))


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped. The same command goes on where it was.\n")
        sys.exit(130)
