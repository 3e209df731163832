"""`serve` and `work`: the web server with one worker beside it, and the worker alone."""

from __future__ import annotations

import argparse
import errno
import os
import signal
import socket
import subprocess
import sys
from ipaddress import ip_address

from django.conf import settings
from django.core.management import call_command

from frankpledge.site.cli import complain, say
from frankpledge.site.tables import bring_up_to_date


def prepare_database() -> None:
    """Bring the database up to date, quietly. Safe to repeat."""
    bring_up_to_date()


def is_loopback(host: str) -> bool:
    """Whether an address is this machine's own; a name other than localhost is not taken on trust."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def serve(arguments: list[str]) -> int:
    """Serve the site until stopped, with one worker for long work."""
    chosen = serve_parser().parse_args(arguments)
    if settings.DEMO and not is_loopback(chosen.host):
        return complain(
            "the demonstration is served on this machine only: leave --host out, or use 127.0.0.1"
        )
    prepare_database()
    return run_server(chosen.host, chosen.port)


def is_taken(host: str, port: int) -> bool:
    """Whether somebody listens there. Our processes each listen for themselves, which would let a second server in unseen."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return error.errno == errno.EADDRINUSE
    return False


def serve_parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="./frankpledge serve", description=serve.__doc__)
    made.add_argument("--host", default="127.0.0.1", help="the address to listen at")
    made.add_argument("--port", type=int, default=8000, help="the port to listen at")
    return made


def run_server(host: str, port: int) -> int:
    """Start the web server and a worker, and stop the worker with it. Returns the server's exit status."""
    if is_taken(host, port):
        return complain(f"something answers at {host}:{port} already: stop it, or give another --port")
    environment = {
        **os.environ,
        "FRANKPLEDGE_BASE_URL": os.environ.get("FRANKPLEDGE_BASE_URL", f"http://{host}:{port}"),
    }
    worker = subprocess.Popen([sys.executable, "-m", "frankpledge", "work"], env=environment)
    server = subprocess.Popen(  # noqa: S603 (our own words)
        [
            sys.executable, "-m", "gunicorn", "frankpledge.site.wsgi:application", "--bind", f"{host}:{port}",
            "--worker-class", "gthread", "--workers", "2", "--threads", "8", "--preload", "--reuse-port", "--log-level", "warning",
            "--config", "python:frankpledge.site.gunicorn_hooks",
        ],
        env=environment,
    )  # fmt: skip
    signal.signal(signal.SIGTERM, lambda *_: server.terminate())
    say(f"Frankpledge is at http://{host}:{port}/  (Ctrl-C stops it)")
    try:
        return server.wait()
    except KeyboardInterrupt:
        return 0
    finally:
        for process in (server, worker):
            process.terminate()
        for process in (server, worker):
            process.wait(timeout=30)


def work(arguments: list[str]) -> int:
    """Do the long work that people asked for; finishes the current piece on SIGTERM."""
    chosen = work_parser().parse_args(arguments)
    from frankpledge.jobs.worker import work as do_work
    from frankpledge.site.demo_people import live_in_demo_time

    live_in_demo_time()
    do_work(until_empty=chosen.until_empty)
    return 0


def work_parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="./frankpledge work", description=work.__doc__)
    made.add_argument("--until-empty", action="store_true", help="stop when nothing waits")
    return made


def manage(arguments: list[str]) -> int:
    """Django's own commands, for operators: migrate, shell, dbshell."""
    call_command(*arguments)
    return 0
