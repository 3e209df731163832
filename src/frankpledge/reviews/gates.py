"""The steps of reviews that wait for a decision of the partnership."""

from __future__ import annotations

from frankpledge.governance.api import Gate
from frankpledge.kernel.citations import Citation

_GUIDANCE = Citation("Multi-agency statutory guidance for the conduct of domestic homicide reviews (2016)")
GATES = tuple(
    Gate(transition, sentence, "partnership", "", _GUIDANCE, "reviews")
    for transition, sentence in (
        ("change-review-timescale", "A review's timescale changes by a decision of the partnership."),
        (
            "agree-review-report",
            "A review's report is agreed by the partnership before it goes to the Home Office.",
        ),
        (
            "abandon-review-action",
            "An action from a review is given up by a decision of the partnership only.",
        ),
        ("conclude-review", "A review is concluded by a decision of the partnership."),
    )
)
