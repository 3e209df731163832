"""The plain way, in pandas, one series at a time: written first, and what the fast way must agree with.

Rolling totals, the change of the last year on the one before with its exact interval, u′ limits, ranks with their
intervals, and a seasonal naive with its back-test. It has no levels, no seasons and no other forecasts: the plain way
has no plain form of those.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import betainccinv, betaincinv, gammaincinv


def table(counts: np.ndarray) -> pd.DataFrame:
    """One row a month of a series."""
    partnerships, offences, months = counts.shape
    index = pd.MultiIndex.from_product(
        [range(partnerships), range(offences), pd.period_range("2018-01", periods=months, freq="M")],
        names=["partnership", "offence", "month"],
    )
    return pd.DataFrame({"count": counts.ravel()}, index=index).reset_index()


def change(old: float, new: float) -> tuple[float, float, float]:
    """Ratio with its exact 95% limits."""
    if np.isnan(old) or np.isnan(new) or old + new == 0:
        return (np.nan, np.nan, np.nan)
    low = betaincinv(new, old + 1, 0.025) / betainccinv(old + 1, new, 0.025) if new else 0.0
    high = 1 / (betaincinv(old, new + 1, 0.025) / betainccinv(new + 1, old, 0.025)) if old else np.inf
    return (new / old if old else np.inf, low, high)


def limits(counts: pd.Series, days: np.ndarray) -> tuple[float, float]:
    """Centre and σz of a u′ chart."""
    known = counts.notna().to_numpy()
    centre = counts[known].sum() / days[known].sum()
    scores = (counts / days - centre) / np.sqrt(centre / days)
    ratio = scores.diff().abs().mean() / 1.128
    return centre, ratio


def origins() -> range:
    return range(36, 61, 3)


def naive_error(counts: pd.Series) -> float:
    """Mean absolute error of the seasonal naive from nine origins, twelve months ahead."""
    values = counts.reset_index(drop=True)
    errors = []
    for origin in origins():
        known = values[:origin]
        for step in range(12):
            past = known[(origin + step) % 12 :: 12].dropna()
            actual = values[origin + step]
            if len(past) and not np.isnan(actual):
                errors.append(abs(actual - past.iloc[-1]))
    return float(np.mean(errors))


def study(frame: pd.DataFrame, days: np.ndarray) -> pd.DataFrame:
    """One row a series."""
    found = []
    for (partnership, offence), mine in frame.groupby(["partnership", "offence"]):
        counts = mine["count"].reset_index(drop=True)
        rolling = counts.rolling(12).sum()
        last, before = rolling.iloc[-1], rolling.iloc[-13]
        ratio, low, high = change(before, last)
        centre, sigma_z = limits(counts, days)
        found.append((partnership, offence, last, ratio, low, high, centre, sigma_z, naive_error(counts)))
    columns = ["partnership", "offence", "year", "ratio", "low", "high", "centre", "sigma_z", "naive_mae"]
    return pd.DataFrame(found, columns=columns)


def ranks(found: pd.DataFrame, residents: np.ndarray, draws: int = 200) -> pd.DataFrame:
    """Rank of the last year's rate among partnerships, for each offence, with the interval of plain draws (which holds less
    than it says: see benchmarks/ranks)."""
    parts = []
    chance = np.random.default_rng(0)
    for offence, mine in found.groupby("offence"):
        rate = mine["year"] / residents[mine["partnership"]]
        known = mine["year"].notna().to_numpy()
        drawn = np.vstack(
            [
                pd.Series(gammaincinv(mine["year"][known] + 0.5, chance.random(known.sum())) / residents[mine["partnership"][known]])
                .rank(ascending=False, method="min")
                .to_numpy()
                for _ in range(draws)
            ]
        )  # fmt: skip
        low, high = np.full(len(mine), np.nan), np.full(len(mine), np.nan)
        low[known], high[known] = np.quantile(drawn, [0.05, 0.95], axis=0)
        rank = rate.rank(ascending=False, method="min")
        parts.append(
            pd.DataFrame(
                {
                    "partnership": mine["partnership"],
                    "offence": offence,
                    "rank": rank,
                    "low": low,
                    "high": high,
                }
            )
        )
    return pd.concat(parts)
