"""How many planted errors the claim checker finds, and how many it makes up. Run: python -m benchmarks.claims.run --seed 1"""

from __future__ import annotations

import argparse
import re
import statistics
import time
from collections import Counter

from benchmarks.claims.formats import FORMATS, written
from benchmarks.claims.generate import Planted, Report, write_report
from frankpledge.documents.checking.parts import Checked, Verdict
from frankpledge.documents.checking.reading import check_file


def plain(text: str) -> str:
    return re.sub(r"\W+", " ", text.lower()).strip()


def is_of(claim: Checked, planted: Planted, report: Report) -> bool:
    """Whether a contradiction stands where an error was planted: in its cell, or in its sentence or the one before."""
    said, text = plain(claim.text), plain(planted.text)
    if plain(claim.where).find(text) >= 0:
        return True
    return bool(said) and (said in text or text in said)


def judged(report: Report, kind: str) -> tuple[list[Planted], list[Checked], float, list[Checked]]:
    """What was missed, what was made up, how long it took, and the claims that are unbound."""
    content = written(report, kind)
    start = time.perf_counter()
    made = check_file(content, f"report.{kind}")
    took = time.perf_counter() - start
    wrong = made.having(Verdict.CONTRADICTED)
    missed = [one for one in report.planted if not any(is_of(claim, one, report) for claim in wrong)]
    false = [claim for claim in wrong if not any(is_of(claim, one, report) for one in report.planted)]
    return missed, false, took, list(made.having(Verdict.UNBOUND))


def long_report(seed: int, pages: int) -> Report:
    """A report of about so many pages (500 words a page)."""
    whole = Report(f"Long report {seed}")
    n = 0
    while sum(len(str(value).split()) for _, value in whole.parts) < 500 * pages:
        whole.parts += write_report(seed * 1000 + n, most=0).parts
        n += 1
    return whole


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--reports", type=int, default=200)
    parser.add_argument("--show", action="store_true")
    given = parser.parse_args()
    planted: Counter[str] = Counter()
    missed_of: Counter[str] = Counter()
    false_in: list[int] = []
    times: list[float] = []
    for n in range(given.reports):
        report = write_report(given.seed * 100_000 + n)
        kind = FORMATS[n % len(FORMATS)]
        missed, false, took, unbound = judged(report, kind)
        planted.update(one.kind for one in report.planted)
        missed_of.update(one.kind for one in missed)
        false_in.append(len(false))
        times.append(took)
        if given.show:
            for one in missed:
                print(f"MISSED {kind} {n} {one.kind}: {one.text}")
            for claim in false:
                print(
                    f"FALSE {kind} {n} {claim.kind} {claim.stated} -> {claim.computed}: {claim.because} || {claim.text} || {claim.where}"
                )
            for claim in unbound:
                print(f"UNBOUND {kind} {n} {claim.stated}: {claim.text}")
    found = sum(planted.values()) - sum(missed_of.values())
    print(
        f"{given.reports} reports, seed {given.seed}: {found} of {sum(planted.values())} planted errors found ({found / sum(planted.values()):.1%})"
    )
    print(
        f"false contradictions: {sum(false_in)} in all, at most {max(false_in)} in a report, in {sum(map(bool, false_in))} reports"
    )
    print(
        f"a report of about 1,000 words: median {statistics.median(times):.2f} s, longest {max(times):.2f} s"
    )
    for kind, count in sorted(planted.items()):
        print(f"  {kind:<16} {count - missed_of[kind]:>3} of {count}")
    for kind in FORMATS:
        took = judged(long_report(given.seed, 40), kind)[2]
        print(f"a report of 40 pages as {kind}: {took:.2f} s")


if __name__ == "__main__":
    main()
