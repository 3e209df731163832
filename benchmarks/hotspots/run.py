"""Time 9,999 conditional permutations of local Gi* on 35,000 areas, turn by turn, and esda's on the same areas.

    python benchmarks/hotspots/run.py [--turns 5] [--areas 35000] [--permutations 9999] [--esda PYTHON]

Each turn is a process of its own. `--esda` names a Python with esda, libpysal and numba, in an environment apart: it
is what is compared with, never a dependency.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
SOURCE = HERE.parents[1] / "src"
OWN = "own"

ESDA = """
import json, resource, sys, time, warnings
warnings.simplefilter("ignore")
import numpy as np, esda, libpysal
x, y, values = np.load(sys.argv[1])
permutations, jobs = int(sys.argv[2]), int(sys.argv[3])
w = libpysal.weights.DistanceBand(np.column_stack([x, y]), threshold=1.45)
esda.G_Local(values[:400], libpysal.weights.DistanceBand(np.column_stack([x, y])[:400], threshold=1.45),
             transform="B", star=True, permutations=99, n_jobs=jobs)
started = time.perf_counter()
g = esda.G_Local(values, w, transform="B", star=True, permutations=permutations, n_jobs=jobs, seed=1)
seconds = time.perf_counter() - started
print(json.dumps({"seconds": seconds, "z": g.Zs.tolist(), "p": (2 * np.minimum(g.p_sim, 0.5)).tolist(),
                  "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
"""


def areas(many: int) -> tuple[object, object, object]:
    """A jittered lattice with about six neighbours an area, rates of Poisson counts, and one part with more."""
    import numpy as np

    dice = np.random.default_rng(1)
    side = int(many**0.5) + 1
    x = np.arange(many) % side + dice.uniform(-0.2, 0.2, many)
    y = np.arange(many) // side + dice.uniform(-0.2, 0.2, many)
    hot = np.hypot(x - side / 3, y - side / 3) < 4
    people = dice.uniform(0.8, 1.25, many)
    return x, y, dice.poisson(np.where(hot, 12, 5) * people) / people


def own(folder: Path, permutations: int) -> None:
    """One turn: read the areas, find neighbours, deal, adjust. The imports are made before the clock starts."""
    import numpy as np
    import scipy.sparse
    import scipy.spatial
    import scipy.special  # noqa: F401

    from frankpledge.analysis.hotspots import local_figures
    from frankpledge.analysis.neighbours import within

    x, y, values = np.load(folder)
    started = time.perf_counter()
    neighbours = within(x, y, 1.45)
    found = local_figures(values, neighbours, "gi_star", permutations=permutations, seed=1)
    seconds = time.perf_counter() - started
    print(
        json.dumps(
            {"seconds": seconds, "z": found.z.tolist(), "p": found.p.tolist(),
             "stand out": int((found.p_adjusted < 0.05).sum()), "neighbours": float(neighbours.counts.mean()),
             "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}
        )
    )  # fmt: skip


def turn(command: list[str]) -> dict[str, object]:
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": str(SOURCE)}
    )
    found: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return found


def described(name: str, turns: list[dict[str, object]]) -> None:
    seconds = sorted(float(str(one["seconds"])) for one in turns)
    peak = max(float(str(one["peak"])) for one in turns)
    p95 = seconds[min(len(seconds) - 1, round(0.95 * (len(seconds) - 1)))]
    print(
        f"{name}: median {statistics.median(seconds):.2f} s, p95 {p95:.2f} s, peak {peak:.0f} MB, {len(seconds)} turns"
    )


def agreement(mine: dict[str, object], theirs: dict[str, object]) -> None:
    import numpy as np

    z = np.abs(np.array(mine["z"]) - np.array(theirs["z"])).max()
    p = np.abs(np.array(mine["p"]) - np.array(theirs["p"]))
    print(f"greatest difference of z {z:.1e}; of p {p.max():.4f}, on average {p.mean():.4f}")


def main() -> None:
    import numpy as np

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--areas", type=int, default=35_000)
    parser.add_argument("--permutations", type=int, default=9_999)
    parser.add_argument("--esda", metavar="PYTHON")
    parser.add_argument("--once", metavar="FILE", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.once:
        own(Path(given.once), given.permutations)
        return
    file = Path(os.environ.get("TMPDIR", "/tmp")) / "frankpledge-areas.npy"  # noqa: S108
    np.save(file, np.array(areas(given.areas)))
    mine, theirs = [], []
    for _ in range(given.turns):
        mine.append(
            turn([sys.executable, __file__, "--once", str(file), "--permutations", str(given.permutations)])
        )
        if given.esda:
            theirs.append(turn([given.esda, "-c", ESDA, str(file), str(given.permutations), "2"]))
    print(
        f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    )
    print(
        f"{given.areas} areas, {float(str(mine[0]['neighbours'])):.1f} neighbours each, {given.permutations} permutations"
    )
    described(OWN, mine)
    print(f"areas that stand out, adjusted: {mine[0]['stand out']}")
    if theirs:
        described("esda", theirs)
        ratio = [
            float(str(b["seconds"])) / float(str(a["seconds"])) for a, b in zip(mine, theirs, strict=True)
        ]
        print(f"esda takes {statistics.median(ratio):.1f} times as long, turn against turn")
        agreement(mine[0], theirs[0])
    file.unlink()


if __name__ == "__main__":
    main()
