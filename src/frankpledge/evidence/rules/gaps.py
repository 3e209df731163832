"""Which months lie between what is known and are known of by nothing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta

from frankpledge.analysis.sentences import joined as listed
from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.dates import Period, months_in


@rule(source=Citation("Frankpledge, Missing is never zero", "", "docs/explanation/missing-is-never-zero.md"))
def gaps_between(known: Collection[Period]) -> tuple[Period, ...]:
    """Months between the first and the last known period that none of them touches are gaps, drawn together.

    Periods that are still running are passed over. No known period, or one, leaves no gap.
    """
    ended = [period for period in known if period.ends_on is not None]
    if not ended:
        return ()
    whole = Period(
        min(period.starts_on for period in ended), max(period.ends_on for period in ended if period.ends_on)
    )
    bare = [month for month in months_in(whole) if not any(month.overlaps(period) for period in ended)]
    return tuple(joined(bare))


def joined(months: list[Period]) -> list[Period]:
    """Months that follow one another as one period."""
    runs: list[Period] = []
    for month in months:
        if runs and runs[-1].ends_on == month.starts_on - timedelta(days=1):
            runs[-1] = Period(runs[-1].starts_on, month.ends_on)
        else:
            runs.append(month)
    return runs


def months_in_words(months: Sequence[Period]) -> str:
    """Months in order as people say them: those that follow one another as ‘March 2018 to September 2018’."""
    return listed([str(run) for run in joined(list(months))])
