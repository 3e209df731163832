"""The bar: the nation's figures as an analyst would write them in vectorised pandas, from the same rows.

    (imported by run.py: step “pandas”)

Frozen before the fast way was tuned. It reads the columns it needs of the very Parquet files that the import wrote, as
categories, with pandas alone; counts by groupby; and takes every statistic as one whole-table operation, no loop over series:
rolling years, exact changes with false-discovery adjustment, u′ limits with signals outside them, ranks with the 90%
interval of drawn rates. Make it neither slower (no row-wise apply) nor cleverer than pandas' own manual would have it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

COLUMNS = ["force", "month", "lsoa_code", "crime_type"]
DRAWS = 1000
TAIL = 0.025


def counted(parts: list[Path], areas: pd.DataFrame) -> pd.DataFrame:
    """Rows by partnership and offence (index) and month (columns). `areas`: lsoa_code, area, force.

    Parts are counted a hundred at a time, so that the rows of the nation never lie in memory together.
    """
    found = []
    for first in range(0, len(parts), 100):
        frames = [pd.read_parquet(part, columns=COLUMNS) for part in parts[first : first + 100]]
        rows = pd.concat(frames, ignore_index=True).astype(dict.fromkeys(COLUMNS, "category"))
        found.append(rows.groupby(COLUMNS, observed=True).size().rename("n").reset_index())
    cells = pd.concat(found, ignore_index=True)
    cells = cells.astype(dict.fromkeys(COLUMNS, "object"))
    joined = cells.merge(areas, on=["lsoa_code", "force"])
    table = joined.pivot_table(
        index=["area", "crime_type"], columns="month", values="n", aggfunc="sum", fill_value=0
    )
    whole = pd.MultiIndex.from_product([sorted(set(areas["area"])), sorted(set(cells["crime_type"]))])
    return table.reindex(whole, fill_value=0).sort_index(axis=1)


def changes(old: pd.Series[Any], new: pd.Series[Any]) -> pd.DataFrame:
    """Exact conditional limits of new over old, p, and p adjusted by Benjamini and Hochberg over partnerships."""
    from scipy.stats import beta, binom

    low, high = beta.ppf(TAIL, new, old + 1), beta.ppf(1 - TAIL, new + 1, old)
    low = np.where(new > 0, low / (1 - low), 0.0)
    high = np.where(old > 0, high / (1 - high), np.inf)
    both = new + old
    p = np.minimum(1, 2 * np.minimum(binom.sf(new - 1, both, 0.5), binom.cdf(new, both, 0.5)))
    found = pd.DataFrame({"ratio": new / old, "low": low, "high": high, "p": p})
    family = found.groupby(level=1)["p"]
    found["adjusted"] = found["p"] * family.transform("count") / family.rank(method="first")
    ordered = found.sort_values("p", ascending=False, kind="stable")
    found["adjusted"] = ordered.groupby(level=1)["adjusted"].cummin().clip(upper=1.0)
    return found


def limits(counts: pd.DataFrame, days: np.ndarray) -> pd.DataFrame:
    """Centre and σz of a u′ chart for every series, and how many of its months lie outside."""
    centre = counts.sum(axis=1) / days.sum()
    rate = counts / days
    chance = np.sqrt(np.outer(centre, 1 / days))
    scores = rate.sub(centre, axis=0) / chance
    sigma_z = scores.diff(axis=1).abs().mean(axis=1) / 1.128
    beyond = scores.abs().gt(3 * sigma_z.clip(lower=1), axis=0).sum(axis=1)
    return pd.DataFrame({"centre": centre, "sigma_z": sigma_z, "beyond": beyond})


def ranks(year: pd.Series[Any], residents: pd.Series[Any]) -> pd.DataFrame:
    """Rank of each partnership's rate for each offence, with the 90% interval of drawn rates."""
    table = year.unstack(0)
    people = residents[table.columns].to_numpy()
    rank = (table / people).rank(axis=1, ascending=False, method="min")
    low, high = rank.copy(), rank.copy()
    chance = np.random.default_rng(0)
    for offence in table.index:
        drawn = pd.DataFrame(chance.gamma(table.loc[offence] + 0.5, size=(DRAWS, len(people))) / people)
        places = drawn.rank(axis=1, ascending=False, method="min")
        low.loc[offence], high.loc[offence] = (places.quantile(one).to_numpy() for one in (0.05, 0.95))
    return pd.concat({"rank": rank.stack(), "low": low.stack(), "high": high.stack()}, axis=1)


def study(parts: list[Path], areas: pd.DataFrame, residents: pd.Series[Any]) -> dict[str, pd.DataFrame]:
    """Everything, from the rows."""
    counts = counted(parts, areas)
    days = pd.PeriodIndex(counts.columns, freq="M").days_in_month.to_numpy().astype(float)
    rolling = counts.T.rolling(12).sum().T
    return {
        "counts": counts,
        "rolling": rolling,
        "changes": changes(rolling.iloc[:, -13], rolling.iloc[:, -1]),
        "limits": limits(counts, days),
        "ranks": ranks(rolling.iloc[:, -1], residents),
    }
