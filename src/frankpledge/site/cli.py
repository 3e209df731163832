"""The command line: one table of commands; each is imported only when it is asked for."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module

from frankpledge.kernel.problems import Unusable
from frankpledge.kernel.results import Answer
from frankpledge.kernel.verdicts import NotFound, NotPermitted, Refused


@dataclass(frozen=True)
class Command:
    """A command, the sentence the list shows, and where its function is (`module:function`).

    A pure command's function takes the arguments and returns an `Answer` (`assess` too, though it reads the store and
    writes files); the others return an exit status.
    `parser` says where the function is that makes the command's argument parser; a command without one may take
    what `rest` says. The reference page of commands is made from them. A name may hold two words (“dates months”).
    """

    name: str
    sentence: str
    where: str
    is_pure: bool = False
    needs_database: bool = False
    parser: str = ""
    rest: str = ""


COMMANDS: tuple[Command, ...] = (
    Command(
        "demo",
        "Set up a demonstration, run the year end to end and serve it.",
        "frankpledge.site.demo.command:demo",
        parser="frankpledge.site.demo.command:parser",
    ),
    Command(
        "serve",
        "Serve the site, with one worker.",
        "frankpledge.site.commands.serving:serve",
        needs_database=True,
        parser="frankpledge.site.commands.serving:serve_parser",
    ),
    Command(
        "work",
        "Do the long work that waits.",
        "frankpledge.site.commands.serving:work",
        needs_database=True,
        parser="frankpledge.site.commands.serving:work_parser",
    ),
    Command(
        "load",
        "Set up a partnership from the files that describe it, or take in one more.",
        "frankpledge.site.commands.loading:load",
        needs_database=True,
        parser="frankpledge.site.commands.loading:parser",
    ),
    Command(
        "import",
        "Import files, folders and zips.",
        "frankpledge.site.commands.importing:import_files",
        needs_database=True,
        parser="frankpledge.site.commands.importing:parser",
    ),
    Command(
        "sweep",
        "Remove what imports that did not end have left behind.",
        "frankpledge.site.commands.sweeping:sweep",
        needs_database=True,
        parser="frankpledge.site.commands.sweeping:parser",
    ),
    Command(
        "rotate-keys",
        "Seal the keys of reviews with a new key of the installation.",
        "frankpledge.site.commands.vault_keys:rotate_keys",
        needs_database=True,
        parser="frankpledge.site.commands.vault_keys:parser",
    ),
    Command(
        "cube",
        "Count police files that were taken in before counts were kept beside them.",
        "frankpledge.site.commands.rebuilding:cube",
        needs_database=True,
        parser="frankpledge.site.commands.rebuilding:parser",
    ),
    Command(
        "assess",
        "The strategic assessment of an area for a year, in four formats.",
        "frankpledge.site.commands.assessing:assess",
        is_pure=True,
        needs_database=True,
        parser="frankpledge.site.commands.assessing:parser",
    ),
    Command(
        "manage",
        "Django's own commands.",
        "frankpledge.site.commands.serving:manage",
        needs_database=True,
        rest="COMMAND [ARGUMENT…], as Django documents them",
    ),
    Command(
        "test",
        "Run the tests.",
        "frankpledge.site.commands.developing:test",
        rest="[ARGUMENT…], handed on to pytest",
    ),
    Command(
        "check", "Check format, lint, types and contracts.", "frankpledge.site.commands.developing:check"
    ),
    Command("fix", "Format, and mend what can be mended.", "frankpledge.site.commands.developing:fix"),
    Command(
        "docs",
        "Write the generated reference pages.",
        "frankpledge.site.commands.documenting:docs",
        needs_database=True,
        parser="frankpledge.site.commands.documenting:parser",
    ),
    Command(
        "change",
        "Compare two counts, with an interval.",
        "frankpledge.analysis.commands:change_command",
        True,
        parser="frankpledge.analysis.commands:change_parser",
    ),
    Command(
        "rates",
        "A rate of events, with an interval.",
        "frankpledge.analysis.commands:rates_command",
        True,
        parser="frankpledge.analysis.commands:rates_parser",
    ),
    Command(
        "proportion",
        "A proportion, with an interval.",
        "frankpledge.analysis.commands:proportion_command",
        True,
        parser="frankpledge.analysis.commands:proportion_parser",
    ),
    Command(
        "alarm",
        "Say which counts of a series are higher than its past accounts for.",
        "frankpledge.analysis.alarm_commands:alarm_command",
        True,
        parser="frankpledge.analysis.alarm_commands:alarm_parser",
    ),
    Command(
        "alarm threshold",
        "The bounds of what is ordinary for an expected count, or how long a cumulative sum runs.",
        "frankpledge.analysis.alarm_commands:threshold_command",
        True,
        parser="frankpledge.analysis.alarm_commands:threshold_parser",
    ),
    Command(
        "alarm weights",
        "The weights of reference counts.",
        "frankpledge.analysis.alarm_commands:weights_command",
        True,
        parser="frankpledge.analysis.alarm_commands:weights_parser",
    ),
    Command(
        "alarm references",
        "Which earlier periods a count is held against.",
        "frankpledge.analysis.alarm_commands:references_command",
        True,
        parser="frankpledge.analysis.alarm_commands:references_parser",
    ),
    Command(
        "hotspots",
        "Say where high or low values gather more than chance would.",
        "frankpledge.analysis.hotspot_commands:hotspots_command",
        True,
        parser="frankpledge.analysis.hotspot_commands:hotspots_parser",
    ),
    Command(
        "near-repeats",
        "Say whether events near in place are near in time.",
        "frankpledge.analysis.hotspot_commands:near_repeats_command",
        True,
        parser="frankpledge.analysis.hotspot_commands:near_repeats_parser",
    ),
    Command(
        "series",
        "The control chart, season and changes of level of one series.",
        "frankpledge.analysis.series_commands:series_command",
        True,
        parser="frankpledge.analysis.series_commands:series_parser",
    ),
    Command(
        "funnel",
        "Places against their peers.",
        "frankpledge.analysis.place_commands:funnel_command",
        True,
        parser="frankpledge.analysis.place_commands:funnel_parser",
    ),
    Command(
        "concentration",
        "How unevenly events lie over places.",
        "frankpledge.analysis.place_commands:concentration_command",
        True,
        parser="frankpledge.analysis.place_commands:concentration_parser",
    ),
    Command(
        "severity",
        "Offences weighted by severity, and how the score changed.",
        "frankpledge.evidence.severity_commands:severity_command",
        True,
        parser="frankpledge.evidence.severity_commands:severity_parser",
    ),
    Command(
        "forecast",
        "A forecast of one series, with its limits and its back-test.",
        "frankpledge.analysis.forecast_commands:forecast_command",
        True,
        parser="frankpledge.analysis.forecast_commands:forecast_parser",
    ),
    Command(
        "forecast score",
        "How well forecasts did.",
        "frankpledge.analysis.forecast_commands:score_command",
        True,
        parser="frankpledge.analysis.forecast_commands:score_parser",
    ),
    Command(
        "rank",
        "Put issues in order, with an interval for every rank.",
        "frankpledge.assessment.commands:rank_command",
        True,
        parser="frankpledge.assessment.commands:rank_parser",
    ),
    Command(
        "agreement",
        "Say how far scorers agree beyond chance.",
        "frankpledge.analysis.agreement_commands:agreement_command",
        True,
        parser="frankpledge.analysis.agreement_commands:agreement_parser",
    ),
    Command(
        "disclose protect",
        "Withhold small counts, and as few more as keep them from being worked out.",
        "frankpledge.analysis.disclosure_commands:protect_command",
        True,
        parser="frankpledge.analysis.disclosure_commands:protect_parser",
    ),
    Command(
        "disclose audit",
        "Say between which bounds a reader can place each withheld count.",
        "frankpledge.analysis.disclosure_commands:audit_command",
        True,
        parser="frankpledge.analysis.disclosure_commands:audit_parser",
    ),
    Command(
        "disclose round",
        "Round counts to a base for publication.",
        "frankpledge.analysis.disclosure_commands:round_command",
        True,
        parser="frankpledge.analysis.disclosure_commands:round_parser",
    ),
    Command(
        "scheme check",
        "Say whether a scoring scheme can be used, and what it does with rare grave harm.",
        "frankpledge.assessment.scheme_commands:scheme_check_command",
        True,
        parser="frankpledge.assessment.scheme_commands:scheme_check_parser",
    ),
    Command(
        "dates months",
        "When a period of months ends.",
        "frankpledge.law.date_commands:months_command",
        True,
        parser="frankpledge.law.date_commands:months_parser",
    ),
    Command(
        "dates days",
        "When a period of days ends.",
        "frankpledge.law.date_commands:days_command",
        True,
        parser="frankpledge.law.date_commands:days_parser",
    ),
    Command(
        "dates hours",
        "When a period of hours ends.",
        "frankpledge.law.date_commands:hours_command",
        True,
        parser="frankpledge.law.date_commands:hours_parser",
    ),
    Command(
        "dates working-days",
        "Count working days.",
        "frankpledge.law.date_commands:working_days_command",
        True,
        parser="frankpledge.law.date_commands:working_days_parser",
    ),
    Command(
        "dates clear-days",
        "Count clear days.",
        "frankpledge.law.date_commands:clear_days_command",
        True,
        parser="frankpledge.law.date_commands:clear_days_parser",
    ),
    Command(
        "dates holidays",
        "The bank holidays of a year.",
        "frankpledge.law.calendar_commands:holidays_command",
        True,
        parser="frankpledge.law.calendar_commands:holidays_parser",
    ),
    Command(
        "dates easter",
        "Easter Sunday of a year.",
        "frankpledge.law.calendar_commands:easter_command",
        True,
        parser="frankpledge.law.calendar_commands:easter_parser",
    ),
    Command(
        "dates year",
        "A financial year and its quarters.",
        "frankpledge.law.calendar_commands:year_command",
        True,
        parser="frankpledge.law.calendar_commands:year_parser",
    ),
    Command(
        "dates quarter",
        "The quarter in which a day lies.",
        "frankpledge.law.calendar_commands:quarter_command",
        True,
        parser="frankpledge.law.calendar_commands:quarter_parser",
    ),
    Command(
        "dates school-day",
        "The start of the next school day.",
        "frankpledge.law.calendar_commands:school_day_command",
        True,
        parser="frankpledge.law.calendar_commands:school_day_parser",
    ),
    Command(
        "dates parse",
        "Read dates written in prose.",
        "frankpledge.law.calendar_commands:parse_command",
        True,
        parser="frankpledge.law.calendar_commands:parse_parser",
    ),
    Command(
        "duties",
        "What was owed on a day, whose it is and on what basis.",
        "frankpledge.law.duty_commands:duties_command",
        True,
        parser="frankpledge.law.duty_commands:duties_parser",
    ),
    Command(
        "duties clock",
        "When a duty is next due and how it stands on a day.",
        "frankpledge.law.duty_commands:clock_command",
        True,
        parser="frankpledge.law.duty_commands:clock_parser",
    ),
    Command(
        "obligations",
        "What falls due between two days, and how it stands.",
        "frankpledge.duties.commands:obligations_command",
        True,
        parser="frankpledge.duties.commands:obligations_parser",
    ),
    Command(
        "law impact",
        "What a change of the law makes wrong.",
        "frankpledge.law.duty_commands:impact_command",
        True,
        parser="frankpledge.law.duty_commands:impact_parser",
    ),
    Command(
        "law cite",
        "Whether a citation is right, and what to write instead.",
        "frankpledge.law.duty_commands:cite_command",
        True,
        parser="frankpledge.law.duty_commands:cite_parser",
    ),
    Command(
        "claims check",
        "Hold every number of a document against the others there.",
        "frankpledge.documents.claim_commands:check_command",
        True,
        parser="frankpledge.documents.claim_commands:check_parser",
    ),
    Command(
        "claims possible",
        "The whole numbers that give a percentage at all.",
        "frankpledge.documents.claim_commands:possible_command",
        True,
        parser="frankpledge.documents.claim_commands:possible_parser",
    ),
    Command(
        "report outline",
        "The sections of a report for one year, each with its status and reason.",
        "frankpledge.scrutiny.commands:outline_command",
        True,
        parser="frankpledge.scrutiny.commands:outline_parser",
    ),
    Command(
        "report check",
        "Whether what a report covers and compares fits its meeting and itself.",
        "frankpledge.scrutiny.commands:check_command",
        True,
        parser="frankpledge.scrutiny.commands:check_parser",
    ),
    Command(
        "terms check",
        "Look for gaps, contradictions and wrong law in terms of reference.",
        "frankpledge.governance.commands:check_command",
        True,
        parser="frankpledge.governance.commands:check_parser",
    ),
    Command(
        "terms decide",
        "Say whether a meeting is quorate and what became of each vote.",
        "frankpledge.governance.commands:decide_command",
        True,
        parser="frankpledge.governance.commands:decide_parser",
    ),
    Command(
        "terms deadlines",
        "When notice and papers are due, and when it next meets.",
        "frankpledge.governance.commands:deadlines_command",
        True,
        parser="frankpledge.governance.commands:deadlines_parser",
    ),
    Command(
        "terms constituted",
        "Say whether a body is validly made up on a day.",
        "frankpledge.governance.commands:constituted_command",
        True,
        parser="frankpledge.governance.commands:constituted_parser",
    ),
    Command(
        "meetings replay",
        "Replay past meetings: gaps, cadence, minutes confirmed.",
        "frankpledge.governance.commands:replay_command",
        True,
        parser="frankpledge.governance.commands:replay_parser",
    ),
    Command(
        "review scan",
        "Look through a document, hidden parts included, for what a vault holds.",
        "frankpledge.reviews.scan_commands:scan_command",
        True,
        parser="frankpledge.reviews.scan_commands:scan_parser",
    ),
    Command(
        "review criteria",
        "Say under each law whether a death is to be reviewed, and why.",
        "frankpledge.reviews.commands:criteria_command",
        True,
        parser="frankpledge.reviews.commands:criteria_parser",
    ),
    Command(
        "review timetable",
        "Where a review stands, and each of its clocks, from what happened.",
        "frankpledge.reviews.commands:timetable_command",
        True,
        parser="frankpledge.reviews.commands:timetable_parser",
    ),
    Command(
        "review actions",
        "Count and order actions; say which are overdue.",
        "frankpledge.reviews.commands:actions_command",
        True,
        parser="frankpledge.reviews.commands:actions_parser",
    ),
    Command(
        "review shares",
        "Split what a review costs between the partners.",
        "frankpledge.reviews.commands:shares_command",
        True,
        parser="frankpledge.reviews.commands:shares_parser",
    ),
    Command(
        "plan status",
        "How the plan's measures stand: better, worse, or no change that can be told from chance.",
        "frankpledge.plans.status_commands:status_command",
        True,
        parser="frankpledge.plans.status_commands:status_parser",
    ),
    Command(
        "plan update",
        "What a sheet of actions that came back changes, what clashes and what is wrong.",
        "frankpledge.plans.update_commands:update_command",
        True,
        parser="frankpledge.plans.update_commands:update_parser",
    ),
    Command(
        "plan sheet",
        "Write the sheet of live actions, to be filled in and sent back.",
        "frankpledge.plans.update_commands:sheet_command",
        True,
        parser="frankpledge.plans.update_commands:sheet_parser",
    ),
    Command(
        "verify",
        "Check a decision certificate, without a database or a network.",
        "frankpledge.governance.certificate_commands:verify_command",
        True,
        parser="frankpledge.governance.certificate_commands:verify_parser",
    ),
    Command(
        "keys",
        "Look after the keys that sign decision certificates.",
        "frankpledge.governance.key_commands:keys",
        needs_database=True,
        parser="frankpledge.governance.key_commands:parser",
    ),
    Command(
        "plan coverage",
        "Name every hole of the plan: what has no measure, no action, no money, no answer to the law.",
        "frankpledge.plans.covering.commands:coverage_command",
        True,
        needs_database=True,
        parser="frankpledge.plans.covering.commands:coverage_parser",
    ),
    Command(
        "schema",
        "Print the JSON Schema of a command's input and output.",
        "frankpledge.site.cli:schema_command",
        rest="COMMAND, one of the pure ones",
    ),
)


def main(argv: Sequence[str]) -> int:
    """Run one command. Exit status 0 a verdict or success, 1 a failure, 2 unusable input."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "frankpledge.site.settings")
    if not argv or argv[0] in {"-h", "--help", "help"}:
        return list_commands()
    found = command_of(argv)
    if found is None:
        return complain(unknown(argv))
    try:
        return run(found, list(argv[len(found.name.split()) :]))
    except Unusable as unusable:
        return complain(" / ".join(str(problem) for problem in unusable.problems))
    except (NotFound, NotPermitted, Refused) as refused:
        return complain(str(refused))


def command_of(argv: Sequence[str]) -> Command | None:
    """The command that the first two words name, or else the first one."""
    known = {command.name: command for command in COMMANDS}
    return known.get(" ".join(argv[:2])) or known.get(argv[0])


def unknown(argv: Sequence[str]) -> str:
    """What to say of a command that there is not, with the others of its first word."""
    family = [command.name for command in COMMANDS if command.name.startswith(f"{argv[0]} ")]
    if not family:
        return f"there is no command ‘{argv[0]}’; ./frankpledge lists them"
    return f"there is no command ‘{' '.join(argv[:2])}’; there are: {', '.join(family)}"


def run(command: Command, arguments: list[str]) -> int:
    if command.needs_database:
        import django

        django.setup()
    module, _, name = command.where.partition(":")
    function: Callable[[list[str]], Answer | int] = getattr(import_module(module), name)
    as_json = command.is_pure and "--json" in arguments
    answer = function([a for a in arguments if a != "--json"] if command.is_pure else arguments)
    if isinstance(answer, Answer):
        say(json.dumps(answer.as_json(), indent=2, ensure_ascii=False) if as_json else in_words(answer))
        return 0
    return answer


def in_words(answer: Answer) -> str:
    """An answer for a person: the verdict, what may be said of it, its reasons, its warnings."""
    said = answer.extra.get("sentences")
    lines = [answer.verdict, *(said if isinstance(said, list) else [])]
    lines += [f"{name}: {value}" for name, value in answer.values.items()]
    lines += [
        f"because {reason.get('working', '')} ({reason.get('clause', '')})" for reason in answer.reasons
    ]
    lines += [f"note ({caution.code}): {caution.text}" for caution in answer.warnings]
    return "\n".join([*lines, f"method: {answer.method}"] if answer.method else lines)


def list_commands() -> int:
    say("./frankpledge COMMAND\n")
    for command in COMMANDS:
        say(f"  {command.name:<20} {command.sentence}")
    return 0


def schema_command(arguments: list[str]) -> int:
    """Print the JSON Schema of a pure command."""
    for command in COMMANDS:
        if command.is_pure and command.name == " ".join(arguments):
            if command.needs_database:
                import django

                django.setup()
            module = import_module(command.where.partition(":")[0])
            say(json.dumps(module.SCHEMAS[command.name], indent=2))
            return 0
    return complain("name one of: " + ", ".join(c.name for c in COMMANDS if c.is_pure))


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def complain(line: str) -> int:
    sys.stderr.write(f"frankpledge: {line}\n")
    return 2
