"""The small partnership that tests of this room share: three issues, one edition, judgements on two of them."""

from __future__ import annotations

from fractions import Fraction as F
from pathlib import Path

from frankpledge.assessment import services
from frankpledge.assessment.facts import Judgement
from frankpledge.kernel.people import system

DEMO = Path(__file__).resolve().parents[4] / "demo" / "dorset"
BY = system("test")
ISSUES = """
[[issue]]
slug = "abuse"
title = "Abuse at home"
definition = "Harm within families."
standing = "priority"
unknown = ["What is not reported."]
measure = [
  { role = "level", source = "Police", measure = "abuse", kind = "exact", why = "Counts it." },
  { role = "public", source = "Survey", measure = "abuse-views", kind = "exact", why = "Asks it." },
]
[[issue]]
slug = "nuisance"
title = "Nuisance"
definition = "Noise and litter."
standing = "priority"
measure = [
  { role = "level", source = "Police", measure = "nuisance", kind = "exact", why = "Counts it." },
  { role = "public", source = "Survey", measure = "nuisance-views", kind = "exact", why = "Asks it." },
]
[[issue]]
slug = "hidden"
title = "Hidden harm"
definition = "What nobody counts."
standing = "monitored"
measure = [
  { role = "level", source = "Street files", kind = "none", why = "Not in them.", extract_to_ask_for = "the flagged cases by month" },
]
"""
EDITION = """
[assessment]
edition = "{edition}"
title = "Assessment {edition}"
period = "{period}"
authors = ["An analyst"]
scheme = "five-strands"
version = "1.0.0"
draws = 400
seed = 5
[texts]
why = ["Because."]
[[recommendation]]
text = "Ask for the flagged cases."
issue = "hidden"
"""


def score(issue, criterion, level, **more):
    return Judgement(
        issue, criterion, F(level), **({"assessor": "A", "reason": "Seen.", "confidence": "high"} | more)
    )


JUDGED = [
    *(
        score("abuse", name, level)
        for name, level in (("individuals", 4), ("communities", 2), ("forecasts", 3))
    ),
    *(
        score("nuisance", name, level)
        for name, level in (("individuals", 1), ("communities", 2), ("forecasts", 1))
    ),
]


def ranked(**changes):
    return services.run_assessment("vale", "2020-21", by=BY, **changes)
