"""Run the parity tests against a throwaway Spark: `python -m tests.spark [pytest arguments]`, or only fetch Spark: `--fetch`.

A standalone cluster of a master, two workers and a Connect server, on this machine only, out of the Python package of
Spark in an environment of its own (client and server cannot share one). Needs Java 17. Everything is stopped at the end.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / ".build" / "spark"
SERVER_LOCK, CLIENT_LOCK = ROOT / "requirements-spark-server.txt", ROOT / "requirements-spark.txt"
WORKERS = 2
PATIENCE = 120
"""So many seconds each of the servers may take to answer."""


class NoSpark(Exception):  # noqa: N818
    """Spark could not be started; the message says why."""


def main(arguments: list[str]) -> int:
    started = time.monotonic()
    if arguments == ["--fetch"]:
        server_home(), client_folder()
        return 0
    try:
        with spark() as (address, environment):
            say(f"Spark answers at {address} after {time.monotonic() - started:.0f} s")
            command = [sys.executable, "-m", "pytest", *(arguments or ["-q", "-p", "no:cacheprovider"])]
            # By its folder, so that pytest takes the one file whatever it is called.
            return subprocess.call([*command, "tests/spark_questions/parity.py"], cwd=ROOT, env=environment)
    except NoSpark as reason:
        say(str(reason))
        return 1


@contextmanager
def spark() -> Iterator[tuple[str, dict[str, str]]]:
    """A cluster that answers: its address as the setting has it, and an environment in which the client is found."""
    if shutil.which("java") is None:
        raise NoSpark("Java is not installed: on Debian and Ubuntu, install openjdk-17-jre-headless.")
    home = server_home()
    client = client_folder()
    with tempfile.TemporaryDirectory(prefix="frankpledge-spark-") as folder, ExitStack() as stack:
        address = started(stack, home, Path(folder))
        paths = [str(client), str(ROOT / "src"), os.environ.get("PYTHONPATH", "")]
        yield (
            address,
            {
                **os.environ,
                "FRANKPLEDGE_OBSERVATIONS": address,
                "PYTHONPATH": os.pathsep.join(filter(None, paths)),
            },
        )


# What is installed ------------------------------------------------------------------------------------------------


def server_home() -> Path:
    """Spark itself, in a virtual environment of its own."""
    environment = KEPT / "server"
    if not is_current(environment, SERVER_LOCK):
        shutil.rmtree(environment, ignore_errors=True)
        say("fetching Spark (about 450 MB the first time) …")
        run([sys.executable, "-m", "venv", str(environment)])
        install(SERVER_LOCK, python=environment / "bin" / "python")
        stamp(environment, SERVER_LOCK)
    asked = "import pyspark; print(pyspark.__path__[0])"
    found = subprocess.run(
        [environment / "bin" / "python", "-c", asked], capture_output=True, text=True, check=True
    )
    return Path(found.stdout.strip())


def client_folder() -> Path:
    """Spark's client, in a folder that is put before the libraries: the usual environment stays as it is."""
    folder = KEPT / "client"
    if not is_current(folder, CLIENT_LOCK):
        shutil.rmtree(folder, ignore_errors=True)
        install(CLIENT_LOCK, target=folder)
        stamp(folder, CLIENT_LOCK)
    return folder


def install(lock: Path, *, python: Path | None = None, target: Path | None = None) -> None:
    where = ["--target", str(target)] if target else []
    if subprocess.run([sys.executable, "-m", "uv", "--version"], capture_output=True).returncode == 0:
        into = ["--python", str(python or sys.executable)]
        run(
            [
                sys.executable,
                "-m",
                "uv",
                "pip",
                "install",
                "--quiet",
                *into,
                *where,
                "--require-hashes",
                "-r",
                str(lock),
            ]
        )
        return
    pip = [str(python or sys.executable), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    run([*pip, *where, "--require-hashes", "-r", str(lock)])


def is_current(folder: Path, lock: Path) -> bool:
    mark = folder / "frankpledge-stamp"
    return mark.is_file() and mark.read_text() == fingerprint(lock)


def stamp(folder: Path, lock: Path) -> None:
    (folder / "frankpledge-stamp").write_text(fingerprint(lock))


def fingerprint(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes()).hexdigest()


def run(command: list[str]) -> None:
    if subprocess.run(command).returncode:
        raise NoSpark(f"{' '.join(command[:6])} … did not work; the reason is above.")


# What is started --------------------------------------------------------------------------------------------------


def started(stack: ExitStack, home: Path, folder: Path) -> str:
    """Master, workers and Connect server, in this order; stopped in the other when the stack unwinds."""
    scratch = folder / "scratch"
    scratch.mkdir()
    environment = {
        **os.environ,
        "SPARK_HOME": str(home),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_LOCAL_DIRS": str(scratch),
    }
    small = {**environment, "SPARK_DAEMON_MEMORY": "256m"}
    master, connect = free_port(), free_port()
    here = ["--host", "127.0.0.1", "--webui-port", "0"]
    of_class = [str(home / "bin" / "spark-class")]
    command = [*of_class, "org.apache.spark.deploy.master.Master", *here, "--port", str(master)]
    await_port(master, begin(stack, command, small, folder / "master.log"), folder / "master.log")
    for number in range(WORKERS):
        offered = ["--cores", "1", "--memory", "1g", "--work-dir", str(folder / f"work-{number}")]
        command = [
            *of_class,
            "org.apache.spark.deploy.worker.Worker",
            *here,
            *offered,
            f"spark://127.0.0.1:{master}",
        ]
        begin(stack, command, small, folder / f"worker-{number}.log")
    settings = {
        "spark.connect.grpc.binding.address": "127.0.0.1",
        "spark.connect.grpc.binding.port": str(connect),
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.memory": "768m",
        "spark.executor.memory": "768m",
        "spark.sql.shuffle.partitions": "4",
        "spark.ui.enabled": "false",
    }
    said = [part for name, value in settings.items() for part in ("--conf", f"{name}={value}")]
    server = [
        "--class",
        "org.apache.spark.sql.connect.service.SparkConnectServer",
        "--name",
        "frankpledge tests",
    ]
    command = [str(home / "bin" / "spark-submit"), "--master", f"spark://127.0.0.1:{master}", *said, *server]
    await_port(connect, begin(stack, command, environment, folder / "connect.log"), folder / "connect.log")
    return f"pyspark://127.0.0.1:{connect}"


def begin(
    stack: ExitStack, command: list[str], environment: dict[str, str], log: Path
) -> subprocess.Popen[bytes]:
    out = stack.enter_context(log.open("wb"))
    # A session of its own: what it starts in turn is stopped with it.
    process = subprocess.Popen(command, env=environment, stdout=out, stderr=out, start_new_session=True)
    stack.callback(end, process)
    return process


def end(process: subprocess.Popen[bytes]) -> None:
    """Stop a server and whatever it started."""
    import signal

    for mark in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, mark)
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            continue
        except ProcessLookupError:
            break
    process.wait()


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


def await_port(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as asked:
            asked.settimeout(1)
            if asked.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.3)
    raise NoSpark(f"Spark did not start. It said:\n{log.read_text(errors='replace')[-3000:]}")


def say(words: str) -> None:
    sys.stderr.write(f"spark: {words}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
