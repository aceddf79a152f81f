"""Starts Apache Superset with our dashboard, on this machine only, reading the published file.

    make superset
    python -m scripts.superset [--no-serve] [--check] [--screenshot FILE] [--bundle FILE]

Superset lives in an environment of its own (`.venv-superset`), and keeps what it knows in
`target/superset`. Every run imports bi/superset/dashboards anew and overwrites what was imported
before; dashboards that somebody made in Superset stay. The password is CX_SUPERSET_PASSWORD, or one
that is made up, kept in target/superset/admin_password and printed.

Exit codes: 0 all is well, 1 Superset shows another figure than the published file holds, 2 Superset
could not be set up or started.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scripts.project import ROOT, TARGET, step
from scripts.publish import PUBLISHED
from scripts.superset_check import differences, screenshot

SOURCE = ROOT / "bi" / "superset"
DASHBOARDS = SOURCE / "dashboards"
REQUIREMENTS = SOURCE / "requirements.txt"
ENVIRONMENT = ROOT / ".venv-superset"
HOME = TARGET / "superset"
ADMIN = "admin"
DEFAULT_PORT = 8088
# what the URI of the database says in the repository
PLACEHOLDER = "duckdb:///PUBLISHED_FILE"
# Superset 6.1 with what it needs, unpacked, and room to unpack it
ROOM_BYTES = 1_500_000_000
PYTHONS = ((3, 11), (3, 12))
START_SECONDS = 180


class SupersetError(Exception):
    """Superset does not run; the message says why."""


def published_file(folder: Path = PUBLISHED, role: str = "stakeholder") -> Path:
    """Name the file that Superset reads, through the link `current`.

    Args:
        folder: where versions are published.
        role: whose file.

    Raises:
        SupersetError: nothing is published.
    """
    file = folder.absolute() / "current" / role / "cx.duckdb"
    if not file.is_file():
        raise SupersetError(f"{file} is missing: nothing is published yet. Run make publish first.")
    return file


def free_port(port: int) -> None:
    """Make sure that nobody else serves on a port of this machine.

    Args:
        port: the port.

    Raises:
        SupersetError: somebody does.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise SupersetError(
                f"Port {port} is not free ({error.strerror}); name another one with --port."
            ) from None


def python_for_superset(named: str | None) -> str:
    """Find a Python that Superset 6.1 runs on.

    Args:
        named: the one that the user wants; looked for without it.

    Raises:
        SupersetError: there is none.
    """
    if named:
        return named
    if sys.version_info[:2] in PYTHONS:
        return sys.executable
    for major, minor in reversed(PYTHONS):
        if found := shutil.which(f"python{major}.{minor}"):
            return found
    versions = " or ".join(f"{major}.{minor}" for major, minor in PYTHONS)
    raise SupersetError(f"Superset needs Python {versions}; name one with --python.")


def install(python: str | None) -> None:
    """Make the environment; nothing happens when it holds what is asked for.

    Args:
        python: the Python of the environment; looked for when None.

    Raises:
        SupersetError: no room, no Python, or a package that cannot be had.
    """
    wanted = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()
    ready = ENVIRONMENT / "ready"
    if ready.is_file() and ready.read_text() == wanted:
        return
    chosen = python_for_superset(python)
    if (free := shutil.disk_usage(ROOT).free) < ROOM_BYTES:
        raise SupersetError(
            f"Superset needs {ROOM_BYTES / 1e9:.1f} GB in {ROOT}; {free / 1e9:.1f} GB are free."
        )
    step("Installing Superset into .venv-superset (once, some 800 MB)")
    uv = str(Path(sys.executable).parent / "uv")
    run(uv, "venv", "--quiet", "--clear", "--python", chosen, str(ENVIRONMENT))
    run(
        *(uv, "pip", "install", "--quiet", "--compile-bytecode", "--no-deps", "--require-hashes"),
        *("--python", str(ENVIRONMENT / "bin" / "python"), "--requirement", str(REQUIREMENTS)),
    )
    ready.write_text(wanted)


def kept_secret(variable: str, name: str) -> str:
    """Take a secret from the environment, or from a file that only its owner reads.

    Args:
        variable: of the environment; it goes before the file.
        name: of the file in the folder of Superset; it is written when it is missing.
    """
    if given := os.environ.get(variable):
        return given
    file = HOME / name
    if not file.is_file():
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as written:
            written.write(secrets.token_urlsafe(24))
    return file.read_text().strip()


def run(*command: str, environment: dict[str, str] | None = None) -> str:
    """Run a command, and give what it wrote.

    Args:
        command: its words.
        environment: its variables; those of this process when None.

    Raises:
        SupersetError: it failed; the message holds the end of what it wrote.
    """
    try:
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    except OSError as error:
        raise SupersetError(f"{command[0]} cannot be run: {error.strerror}.") from error
    output = done.stdout + done.stderr
    if done.returncode != 0:
        tail = "\n".join(output.strip().splitlines()[-12:])
        words = " ".join(Path(command[0]).name if i == 0 else w for i, w in enumerate(command[:3]))
        raise SupersetError(f"{words} failed:\n{tail}")
    return output


def settings() -> dict[str, str]:
    """Give the variables that every command of Superset needs."""
    HOME.mkdir(parents=True, exist_ok=True)
    return os.environ | {
        "FLASK_APP": "superset.app:create_app()",
        "SUPERSET_CONFIG_PATH": str(SOURCE / "superset_config.py"),
        "SUPERSET_HOME": str(HOME),
        "SUPERSET_SECRET_KEY": kept_secret("SUPERSET_SECRET_KEY", "secret_key"),
        # a variable of another project would replace what the config says
        "PYTHONPATH": "",
    }


def superset(*words: str) -> str:
    """Run a command of Superset, and give what it wrote."""
    return run(str(ENVIRONMENT / "bin" / "superset"), *words, environment=settings())


def initialise(password: str) -> None:
    """Make Superset's own database, roles and administrator; once for each version of Superset.

    Args:
        password: the administrator's; it is set anew when another one is asked for.
    """
    state = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()
    marker, known = HOME / "initialised", HOME / "password_set"
    if not marker.is_file() or marker.read_text() != state:
        step("Setting up Superset's own database in target/superset")
        superset("db", "upgrade")
        superset("init")
        people = ("--firstname", "CX", "--lastname", "Admin", "--email", "admin@localhost")
        superset("fab", "create-admin", "--username", ADMIN, *people, "--password", password)
        marker.write_text(state)
    fingerprint = hashlib.sha256(password.encode()).hexdigest()
    if not known.is_file() or known.read_text() != fingerprint:
        superset("fab", "reset-password", "--username", ADMIN, "--password", password)
        known.write_text(fingerprint)
        known.chmod(0o600)


def staged(published: Path) -> Path:
    """Copy the dashboards, and name the published file in the copy.

    Args:
        published: the file.

    Returns:
        The folder of the copy.
    """
    folder = HOME / "import"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(DASHBOARDS, folder)
    for file in (folder / "databases").glob("*.yaml"):
        text = file.read_text()
        file.write_text(text.replace(PLACEHOLDER, json.dumps(f"duckdb:///{published}")))
    return folder


def import_dashboards(published: Path) -> None:
    """Import the dashboards with Superset's own command; what was imported before is overwritten.

    Args:
        published: the file that they read.

    Raises:
        SupersetError: Superset refuses one of the files.
    """
    step("Importing bi/superset/dashboards")
    # not `import-dashboards`: it leaves charts and data sets that exist as they are
    output = superset("import-directory", "--overwrite", str(staged(published)))
    # the command ends with 0 all the same
    if "An error occurred" in output:
        raise SupersetError("Superset refuses a file:\n" + output[output.index("An error") :])


def bundle(published: Path, file: Path) -> None:
    """Write the dashboards as a ZIP file, for a Superset that runs elsewhere.

    Args:
        published: the file as that Superset sees it.
        file: the ZIP file.
    """
    HOME.mkdir(parents=True, exist_ok=True)
    folder = staged(published)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as written:
        for path in sorted(folder.rglob("*.yaml")):
            written.write(path, Path("cx") / path.relative_to(folder))


@contextmanager
def serving(port: int) -> Iterator[subprocess.Popen]:
    """Serve on this machine, from the moment that Superset answers to the end of the block.

    Args:
        port: the port.

    Raises:
        SupersetError: Superset ends, or does not answer in time.
    """
    log = HOME / "server.log"
    with log.open("w") as written:
        server = subprocess.Popen(
            [
                str(ENVIRONMENT / "bin" / "gunicorn"),
                *("--bind", f"127.0.0.1:{port}", "--workers", "1"),
                *("--worker-class", "gthread", "--threads", "4", "--timeout", "120"),
                "--no-control-socket",
                "superset.app:create_app()",
            ],
            cwd=HOME,
            env=settings(),
            stdout=written,
            stderr=written,
        )
    try:
        deadline = time.monotonic() + START_SECONDS
        while not healthy(port):
            if server.poll() is not None or time.monotonic() > deadline:
                tail = "\n".join(log.read_text().strip().splitlines()[-8:])
                raise SupersetError(f"Superset does not answer; the end of {log}:\n{tail}")
            time.sleep(0.5)
        yield server
    finally:
        server.terminate()
        server.wait()


def healthy(port: int) -> bool:
    """Tell whether Superset answers."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5) as answer:
            return answer.status == 200
    except (OSError, urllib.error.URLError):
        return False


def main(arguments: list[str] | None = None) -> int:
    """Install, import and serve from the command line.

    Args:
        arguments: the words after the command; those of the process when None.

    Returns:
        The exit code: 0 all is well, 1 a figure differs, 2 Superset does not run.
    """
    parser = argparse.ArgumentParser(
        prog="python -m scripts.superset",
        description="Start Apache Superset with our dashboard, reading the published file.",
    )
    parser.add_argument("--published", type=Path, default=PUBLISHED, help="where versions are")
    parser.add_argument("--role", default="stakeholder", help="whose file; stakeholder without it")
    parser.add_argument("--port", type=int, default=DEFAULT_PORT, help="8088 without it")
    parser.add_argument("--python", help="the Python of the environment, 3.11 or 3.12")
    parser.add_argument("--no-serve", action="store_true", help="only install and import")
    parser.add_argument(
        "--check", action="store_true", help="compare what every chart shows with the file, and end"
    )
    parser.add_argument("--screenshot", type=Path, help="write a picture of the dashboard, and end")
    parser.add_argument("--bundle", type=Path, help="only write a ZIP file to import elsewhere")
    parser.add_argument("--file", type=Path, help="with --bundle: the file as it sees it")
    options = parser.parse_args(arguments)
    try:
        published = options.file or published_file(options.published, options.role)
        if options.bundle:
            bundle(published, options.bundle)
            print(f"  Written      {options.bundle}\n")
            return 0
        if not options.no_serve:
            free_port(options.port)
        install(options.python)
        HOME.mkdir(parents=True, exist_ok=True)
        password = kept_secret("CX_SUPERSET_PASSWORD", "admin_password")
        initialise(password)
        import_dashboards(published)
        if options.no_serve:
            return 0
        address = f"http://127.0.0.1:{options.port}"
        # whoever ends this process ends the server as well
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        with serving(options.port) as server:
            found: list[str] = []
            if options.check:
                found = differences(address, ADMIN, password, DASHBOARDS, published)
                print("\n".join(found) or "  Every chart shows what the published file holds.\n")
            if options.screenshot:
                screenshot(address, ADMIN, password, options.screenshot)
            if not options.check and not options.screenshot:
                print(f"\n  {address}/superset/dashboard/customer-experience/")
                print(f"  user {ADMIN}, password {password}; Ctrl-C ends it\n", flush=True)
                server.wait()
            return 1 if found else 0
    except SupersetError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 0


if __name__ == "__main__":
    sys.exit(main())
