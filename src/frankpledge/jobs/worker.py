"""The worker: takes the oldest waiting job, does it, and again; finishes the current one on SIGTERM."""

from __future__ import annotations

import signal
import threading
from datetime import timedelta
from types import FrameType

from frankpledge.jobs import api
from frankpledge.records.clock import now

ROUND = timedelta(minutes=1)


def work(*, until_empty: bool = False, pause_seconds: float = 1.0) -> int:
    """Do jobs until told to stop (SIGTERM, Ctrl-C) or, if asked, until none waits. Returns how many were done."""
    stop = threading.Event()

    def ask_to_stop(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, ask_to_stop)
        signal.signal(signal.SIGINT, ask_to_stop)
    done = 0
    next_round = now()
    while not stop.is_set():
        api.reap(now())
        if now() >= next_round:
            api.go_round(now())
            next_round = now() + ROUND
        waiting = api.next_job()
        if waiting is not None:
            done += api.run(waiting)
        elif until_empty:
            break
        else:
            stop.wait(pause_seconds)
    return done
