"""Orders of seasonal ARIMA models, as people write them."""

from __future__ import annotations

import re
from dataclasses import dataclass

_WRITTEN = re.compile(r"arima\((\d+),(\d+),(\d+)\)(?:\((\d+),(\d+),(\d+)\)(?:\[?(\d+)\]?)?)?", re.IGNORECASE)


@dataclass(frozen=True)
class Order:
    """(p, d, q)(P, D, Q)m."""

    p: int
    d: int
    q: int
    seasonal_p: int = 0
    seasonal_d: int = 0
    seasonal_q: int = 0
    m: int = 1

    @classmethod
    def parse(cls, text: str, *, season: int = 1) -> Order:
        """Read `arima(0,1,1)(0,1,1)12`; without m the season given is taken. Raises ValueError for anything else."""
        found = _WRITTEN.fullmatch("".join(text.split()))
        if not found:
            raise ValueError(f"‘{text}’ is not written as arima(p,d,q) or arima(p,d,q)(P,D,Q)m")
        p, d, q, sp, sd, sq, m = (int(part) if part else 0 for part in found.groups())
        if found.groups()[-1] and m < 2:
            raise ValueError("a season has two steps or more")
        made = cls(p, d, q, sp, sd, sq, (m or season) if sp + sd + sq else 1)
        if sp + sd + sq and made.m < 2:
            raise ValueError("a seasonal part needs a season of two steps or more, written after it")
        if max(p, q, sp, sq) > 5 or d > 2 or sd > 1 or made.m > 60:
            raise ValueError(
                "orders go up to 5, differences to 2, seasonal differences to 1, seasons to 60 steps"
            )
        return made

    def __str__(self) -> str:
        first = f"arima({self.p},{self.d},{self.q})"
        if not self.seasonal_p + self.seasonal_d + self.seasonal_q:
            return first
        return f"{first}({self.seasonal_p},{self.seasonal_d},{self.seasonal_q}){self.m}"

    @property
    def lost(self) -> int:
        """How many values differencing takes."""
        return self.d + self.seasonal_d * self.m

    @property
    def names(self) -> tuple[str, ...]:
        """The coefficients in R's names and order: ar, ma, sar, sma."""
        groups = (("ar", self.p), ("ma", self.q), ("sar", self.seasonal_p), ("sma", self.seasonal_q))
        return tuple(f"{name}{number}" for name, many in groups for number in range(1, many + 1))
