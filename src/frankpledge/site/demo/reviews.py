"""Reviews in the demonstration: published themes for its partnership, and cases that belong to an invented one only."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from frankpledge.directory import api as directory
from frankpledge.directory.loaders import load_partnership
from frankpledge.directory.models import RoleAssignment
from frankpledge.documents import api as documents
from frankpledge.documents.tree import Paragraph, Section, text
from frankpledge.governance import services as governance
from frankpledge.governance.written import NewDecision, NewMeeting
from frankpledge.kernel.dates import PartialDate
from frankpledge.kernel.people import Principal
from frankpledge.kernel.toml_files import TomlTable, read_toml
from frankpledge.records import clock
from frankpledge.records.clock import fixed_at
from frankpledge.reviews.cases import documents as letters
from frankpledge.reviews.cases import queries
from frankpledge.reviews.cases import services as cases
from frankpledge.reviews.chronology import services as chronology
from frankpledge.reviews.learning import services as learning
from frankpledge.reviews.models import FundingAgreement
from frankpledge.reviews.rules.anonymity import CHECKS
from frankpledge.reviews.rules.casework.kinds import KINDS
from frankpledge.reviews.rules.chronology import Order
from frankpledge.reviews.vault import releasing
from frankpledge.reviews.vault import services as vault

LONDON = ZoneInfo("Europe/London")
ROLES = {
    "coordinator": "Invented Review Coordinator", "chair": "Invented Vale Chair", "vice-chair": "Invented Vale Vice-Chair",
    "independent-chair": "Invented Independent Chair", "panel": "Invented Panel Member", "imr-author": "Invented Police Author",
    "member": "Invented Vale Superintendent", "signer": "Invented Second Signer",
}  # fmt: skip
OF_POLICE = frozenset({"imr-author", "member"})
POLICE = "Harbour Vale Police (invented)"
RULING = "The terms of the invented partnership are not kept; its clerk holds that the meeting was quorate (invented)."


def published_learning(slug: str, path: Path, *, by: Principal) -> None:
    """The themes of a published report and what was done, as its file says."""
    said = read_toml(path)
    source = said.text("source")
    for row in said.tables("theme"):
        learning.record_theme(
            slug, row.text("slug"), row.text("title"), row.texts("national"), source=source, by=by
        )
    for row in said.tables("response"):
        learning.record_response(
            slug, row.text("text"), row.texts("themes"), row.text("kind"), source=source, by=by
        )
    said.check()


def invented_reviews(folder: Path, until: date, *, by: Principal) -> str:
    """The invented partnership and its cases, each entry written on its own day. Returns its slug."""
    slug = load_partnership(folder / "partnership.toml", by=by)
    FundingAgreement.objects.create(
        partnership_id=directory.partnership(slug).id, title="Agreement on the cost of reviews (invented)", starts_on=date(2016, 4, 1),
        shares=[{"party": "Police and crime commissioner (invented)", "kind": "percent", "percent": "50", "cap": "5000"},
                {"party": "Harbour Vale Council (invented)", "kind": "equal"}, {"party": POLICE, "kind": "equal"},
                {"party": "Health (invented)", "kind": "equal"}],
        source="Invented", recorded_by=by.name,
    )  # fmt: skip
    for row in read_toml(folder / "reviews.toml").tables("case"):
        _Case(slug, folder, row, by).told(until)
    return slug


@contextmanager
def _on(day: date) -> Iterator[None]:
    with fixed_at(datetime.combine(day, time(10), tzinfo=LONDON)):
        yield


class _Case:
    """One case of the file, driven through the services as its people would."""

    def __init__(self, slug: str, folder: Path, row: TomlTable, by: Principal) -> None:
        self.slug, self.folder, self.row, self.system = slug, folder, row, by
        self.people = {
            part: RoleAssignment.objects.select_related("user")
            .get(partnership__slug=slug, user__name=name)
            .user_id
            for part, name in ROLES.items()
        }
        self.last: dict[str, int] = {}
        self.scan: UUID | None = None
        self.at_the_vault: dict[str, Callable[[UUID, TomlTable, Principal], None]] = {
            "vault-person": self._seal, "vault-scan": self._scan, "vault-sign": self._sign, "published": self._publish,
            "chronology": self._chronology,
        }  # fmt: skip

    def by(self, part: str, on: date) -> Principal:
        return directory.principal_for(self.people[part], on=on)

    def told(self, until: date) -> None:
        """Open the case, give everybody their part, and write its entries in order."""
        opened = date.fromisoformat(self.row.text("on"))
        with _on(opened):
            case = cases.open_case(
                self.slug, reference=self.row.text("reference"), codename=self.row.text("codename"), is_invented=True,
                on=PartialDate.of(opened), notice=self.row.table("notice").values, by=self.by("coordinator", opened),
            )  # fmt: skip
            for part in ROLES:
                if part != "coordinator":
                    cases.assign(
                        self.slug, case, self.people[part], part, organisation=POLICE if part in OF_POLICE else "",
                        purpose="takes part in the review (invented)", by=self.by("coordinator", opened),
                    )  # fmt: skip
        for event in self.row.tables("event"):
            on = date.fromisoformat(event.text("on"))
            if on <= until:
                self._write(case, event, on)

    def _write(self, case: UUID, event: TomlTable, on: date) -> None:
        kind = event.text("kind")
        fields = KINDS[kind].fields if kind in KINDS else ()
        said = {spec.name: _said(event.value(spec.name)) for spec in fields if event.has(spec.name)}
        if str(said.get("proposal", "")).startswith("LAST-"):
            said["proposal"] = str(self.last[str(said["proposal"]).removeprefix("LAST-")])
        with _on(on):
            if kind in self.at_the_vault:
                self.at_the_vault[kind](case, event, self.by(event.text("by"), on))
                return
            if event.has("decision_effect"):
                said["decision"] = self._decision(
                    event.text("decision_effect"), event.text("decision_about"), on
                )
            self.last[kind] = cases.write(
                self.slug, case, kind, PartialDate.of(on), said, by=self.by(event.text("by"), on)
            )

    def _seal(self, case: UUID, event: TomlTable, by: Principal) -> None:
        """Somebody invented: their pseudonym, and what would tell who they are, sealed."""
        person = vault.name_somebody(
            self.slug,
            case,
            label=event.text("label"),
            role=event.text("role"),
            agreed_with_family=True,
            by=by,
        )
        entries = [
            dict(zip(("kind", "value"), line.split(": ", 1), strict=True)) for line in event.texts("terms")
        ]
        vault.put_in(self.slug, case, [{**entry, "pseudonym": person} for entry in entries], by=by)

    def _scan(self, case: UUID, event: TomlTable, by: Principal) -> None:
        """Scan a report: the one written from the log, with further paragraphs of an invented author."""
        facts = queries.case_of(by, self.slug, case)
        made = letters.build(
            letters.TEMPLATES["executive-summary"], facts, directory.partnership(self.slug), clock.today()
        )
        added = Section("What the panel found", tuple(Paragraph(text(line)) for line in event.texts("says")))
        content = documents.render(replace(made, sections=(*made.sections, added)), "docx")
        self.scan = releasing.scan_document(self.slug, case, event.text("file"), content, by=by)

    def _sign(self, case: UUID, event: TomlTable, by: Principal) -> None:  # noqa: ARG002 (as its neighbours)
        scan = releasing.scan(self.slug, case, self._scanned, by=by)
        answers = {one.key: "It is invented, and true of nobody." for one in scan.weighty}
        releasing.sign(self.slug, case, scan.id, confirmed=set(CHECKS), answers=answers, by=by)

    def _publish(self, case: UUID, event: TomlTable, by: Principal) -> None:
        releasing.publish(
            self.slug,
            case,
            self._scanned,
            address=event.text("address"),
            on=PartialDate.of(clock.today()),
            by=by,
        )

    @property
    def _scanned(self) -> UUID:
        if self.scan is None:
            raise ValueError("nothing was scanned before it was signed or published")
        return self.scan

    def _chronology(self, case: UUID, event: TomlTable, by: Principal) -> None:
        """An agency's invented file, looked at and then counted."""
        facts = chronology.case_of(self.slug, case, by=by)
        path = self.folder / event.text("file")
        kept = chronology.take_in(
            facts,
            path.name,
            path.read_bytes(),
            agency=event.text("agency"),
            order=Order(event.text("order")),
            by=by,
        )
        chronology.confirm(facts, kept, by=by)

    def _decision(self, effect: str, about: str, on: date) -> str:
        """A decision of the invented partnership's meeting on the day."""
        slug = f"{effect}-{about}"
        body = directory.partnership(self.slug).name
        governance.record_meeting(
            self.slug, NewMeeting(slug, "Partnership meeting (invented)", body, "partnership", PartialDate.of(on), "ordinary", "held", "Invented", None),
            by=self.system,
        )  # fmt: skip
        text = f"Agreed, for review {about} (invented)."
        governance.record_decision(
            self.slug, NewDecision(slug, slug, text, "carried", effect, about, "", "", RULING, "Invented Clerk", "Invented"), by=self.system
        )  # fmt: skip
        return slug


def _said(value: object) -> object:
    return [str(one) for one in value] if isinstance(value, list) else str(value)
