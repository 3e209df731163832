"""`./frankpledge demo`: a partnership's year from a folder of files to three documents and a running site."""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

from frankpledge.site.cli import complain, say

ROOT = Path(__file__).resolve().parents[4]
FILES = ROOT / "demo" / "dorset"


def demo(arguments: list[str]) -> int:
    """Set up the demonstration, run the year end to end, write the documents and serve the site."""
    chosen = parser().parse_args(arguments)
    os.environ["FRANKPLEDGE_DEMO"] = "yes"
    os.environ.setdefault("FRANKPLEDGE_HOME", str(ROOT / "var" / "demo"))
    os.environ["FRANKPLEDGE_BASE_URL"] = f"http://127.0.0.1:{chosen.port}"
    started = time.monotonic()
    import django

    django.setup()
    # These reach into Django, which is set up only now.
    from frankpledge.site.demo.building import NotOurs, build

    try:
        outcome = build(chosen.files, chosen.out, seed=chosen.seed, data=chosen.data)
    except NotOurs as refused:
        return complain(str(refused))
    say("")
    for path in outcome.documents:
        say(f"  {path}")
    for line in outcome.flags:
        say(f"  FLAG: {line}")
    for line in outcome.drafts:
        say(f"  NOT ISSUED, written as a draft: {line}")
    say(f"\nThe year of {outcome.name}, end to end, in {time.monotonic() - started:.1f} s.")
    if not chosen.serve:
        return 0
    from frankpledge.site.commands.serving import run_server

    say(f"Enter as any of its invented people at http://127.0.0.1:{chosen.port}/demo/")
    return run_server("127.0.0.1", chosen.port)


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="./frankpledge demo", description=demo.__doc__)
    made.add_argument("--no-serve", dest="serve", action="store_false", help="only write the documents")
    made.add_argument("--out", type=Path, default=ROOT / "out", help="where the documents go (default: out)")
    made.add_argument(
        "--seed", type=int, default=1, help="of the synthetic data; the same seed gives the same bytes"
    )
    made.add_argument(
        "--data", type=Path, help="a folder of real public files to build on instead of synthetic crime"
    )
    made.add_argument(
        "--files", type=Path, default=FILES, help="the demonstration's own files, or a changed copy"
    )
    made.add_argument("--port", type=int, default=8000, help="the port to serve at")
    return made


if __name__ == "__main__":
    sys.exit(demo(sys.argv[1:]))
