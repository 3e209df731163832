"""What a model expects of the steps to come, for many series at once, with the errors of each step and of their sum."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Projection:
    """What a model expects (rows × horizon), with the standard error of each step and of the sum of all steps.

    `log_sd` holds standard errors of the logarithm where a model works on that scale (its mean is then the median), NaN
    where it does not. All is NaN where a row has too few figures for the model.
    """

    mean: Floats
    sd: Floats
    total_sd: Floats
    log_sd: Floats

    def limits(self, reach: Floats | float) -> tuple[Floats, Floats]:
        """The limits so many standard errors below and above the mean (`reach`: one number, or one a row)."""
        import numpy as np

        far = np.reshape(np.asarray(reach, dtype=np.float64), (-1, 1))
        on_logs = np.isfinite(self.log_sd)
        spread = np.exp(np.minimum(far * np.where(on_logs, self.log_sd, 0.0), 700))
        low = np.where(on_logs, self.mean / spread, self.mean - far * self.sd)
        return low, np.where(on_logs, self.mean * spread, self.mean + far * self.sd)

    def standardised(self, actual: Floats) -> Floats:
        """Outcomes as distances from the mean in standard errors, on the model's own scale."""
        import numpy as np

        on_logs = np.isfinite(self.log_sd)
        safe = np.where(on_logs & (actual > 0), actual, np.nan)
        with np.errstate(divide="ignore", invalid="ignore"):
            natural = np.where((self.sd == 0) & (actual == self.mean), 0.0, (actual - self.mean) / self.sd)
            # An outcome of nought is further below a logarithm than any limit.
            logs = np.where(actual <= 0, -np.inf, np.log(safe / self.mean) / self.log_sd)
        return np.where(on_logs, logs, natural)

    def picked(self, rows: NDArray[np.intp]) -> Projection:
        return Projection(self.mean[rows], self.sd[rows], self.total_sd[rows], self.log_sd[rows])


def natural(mean: Floats, sd: Floats, total_sd: Floats) -> Projection:
    """A projection whose errors are on the scale of the series."""
    import numpy as np

    return Projection(mean, sd, total_sd, np.full_like(mean, np.nan))


def mixed(each: Sequence[Projection], pick: NDArray[np.intp]) -> Projection:
    """Row by row, the projection that `pick` names."""
    import numpy as np

    rows = np.arange(len(pick))
    return Projection(
        np.stack([one.mean for one in each])[pick, rows], np.stack([one.sd for one in each])[pick, rows],
        np.stack([one.total_sd for one in each])[pick, rows], np.stack([one.log_sd for one in each])[pick, rows],
    )  # fmt: skip


def from_psi(mean: Floats, psi: Floats, sigma: Floats, scale: Floats | None = None) -> Projection:
    """A projection whose errors are mixtures of past shocks: psi(k) of a shock is felt k steps later.

    `scale` multiplies the errors of each step (seasonal factors).
    """
    import numpy as np

    horizon = mean.shape[1]
    factors = np.ones_like(mean) if scale is None else scale
    sd = sigma[:, None] * np.sqrt(np.cumsum(psi**2, axis=1)) * factors
    total = np.zeros(len(mean))
    for shock in range(horizon):  # a shock at this step is felt in all later ones
        felt = (psi[:, : horizon - shock] * factors[:, shock:]).sum(axis=1)
        total += felt**2
    return natural(mean, sd, sigma * np.sqrt(total))
