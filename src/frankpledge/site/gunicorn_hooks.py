"""What gunicorn does in each of its processes: `--config python:frankpledge.site.gunicorn_hooks`."""

from __future__ import annotations


def post_worker_init(_worker: object) -> None:
    """Start what each process has of its own, beside its first answers."""
    from frankpledge.site import beforehand

    beforehand.in_each_copy()
