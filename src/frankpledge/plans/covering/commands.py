"""`plan coverage`: every hole of the chain from aim to measure, as an answer. Nothing is printed here."""

from __future__ import annotations

import argparse

from frankpledge.analysis.arguments import parser
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.results import Answer, Caution, WarningCode
from frankpledge.kernel.verdicts import NotFound
from frankpledge.plans.choosing import day_asked, stored_partnership
from frankpledge.plans.covering.gathering import chain_of, plan_on
from frankpledge.plans.measures.queries import standings
from frankpledge.plans.rules.chain import every_tie_is_made, holes, needs
from frankpledge.plans.status_commands import entry

METHOD = "every aim, duty, priority and action of the plan needs a tie to what follows it; a missing tie is one hole"
TEXT = {"type": "string"}
HOLE = {
    "type": "object",
    "properties": {
        "tie": {**TEXT, "description": "which tie is missing, such as priority-measure"},
        "id": {**TEXT, "description": "of the aim, duty, priority or action"},
        "title": TEXT,
        "sentence": TEXT,
        "remedy": TEXT,
    },
    "required": ["tie", "id", "title", "sentence", "remedy"],
}
SCHEMAS: dict[str, object] = {
    "plan coverage": {
        "input": {
            "type": "object",
            "properties": {
                "--on": {**TEXT, "description": "the day, YYYY-MM-DD: the plan in force then is looked at"},
                "--partnership": {**TEXT, "description": "its short name in addresses; needed where there are several"},
                "--plan": {**TEXT, "description": "another plan than the one in force, by its name in addresses"},
            },
            "required": ["--on"],
        },
        "output": {
            "type": "object",
            "properties": {
                "verdict": {"enum": ["holds", "fails"]},
                "values": {
                    "type": "object",
                    "properties": {
                        "partnership": TEXT, "plan": TEXT, "on": TEXT, "needs": {"type": "integer"},
                        "tied": {"type": "integer"}, "holes": {"type": "integer"},
                    },
                },
                "reasons": {"type": "array"},
                "warnings": {"type": "array"},
                "method": TEXT,
                "holes": {"type": "array", "items": HOLE},
                "measures": {
                    "type": "array",
                    "description": "every measure of the plan and how it stands, as plan status says it",
                    "items": {
                        "type": "object",
                        "properties": {
                            "id": TEXT, "verdict": TEXT, "low": {"type": ["number", "null"]}, "high": {"type": ["number", "null"]},
                        },
                    },
                },
                "ties": {
                    "type": "array",
                    "description": "every need and what it is tied to",
                    "items": {
                        "type": "object",
                        "properties": {
                            "tie": TEXT, "id": TEXT, "title": TEXT, "tied_to": {"type": "array", "items": TEXT},
                        },
                    },
                },
            },
        },
    }
}  # fmt: skip


def coverage_parser() -> argparse.ArgumentParser:
    """The arguments of `plan coverage`."""
    made = parser("plan coverage", coverage_command.__doc__ or "")
    made.add_argument("--on", metavar="D", required=True, help="the day; the plan in force then is looked at")
    made.add_argument(
        "--partnership", metavar="SLUG", default="", help="may be left out where there is only one"
    )
    made.add_argument("--plan", metavar="NAME", default="", help="another plan than the one in force")
    return made


def coverage_command(argv: list[str]) -> Answer:
    """Name every hole of the plan: aims and priorities without a number, duties that nothing answers, actions without money or measure."""
    given = coverage_parser().parse_args(argv)
    on = day_asked(given.on)
    partnership = stored_partnership(given.partnership)
    try:
        plan = plan_on(partnership, on, given.plan)
    except NotFound as error:
        raise Unusable(
            Problem("no-plan", f"{partnership}: {error}", "Record a plan, or name one with --plan.", value=given.plan)
        ) from error  # fmt: skip
    found = needs(chain_of(partnership, plan, on))
    missing, verdict = holes(found), every_tie_is_made(found)
    warnings = () if plan.is_in_force(on) else (
        Caution(WarningCode.PERIOD, plan.slug, f"{plan.title} is not in force on {on.isoformat()}."),
    )  # fmt: skip
    return Answer(
        verdict=str(verdict.outcome),
        values={
            "partnership": partnership, "plan": plan.slug, "on": on.isoformat(), "needs": len(found),
            "tied": sum(1 for one in found if one.tied_to), "holes": len(missing),
        },
        reasons=tuple({"clause": one.clause, "working": one.working} for one in verdict.reasons),
        warnings=warnings,
        method=METHOD,
        extra={
            "holes": [
                {"tie": one.tie, "id": one.id, "title": one.title, "sentence": one.sentence, "remedy": one.remedy}
                for one in missing
            ],
            "measures": [
                {key: entry(one.status)[key] for key in ("id", "verdict", "low", "high")}
                for one in standings(partnership, on=on)
            ],
            "ties": [
                {"tie": one.tie, "id": one.id, "title": one.title, "tied_to": list(one.tied_to)} for one in found
            ],
            "sentences": [str(verdict), *(f"{one.sentence} {one.remedy}" for one in missing)],
        },
    )  # fmt: skip
