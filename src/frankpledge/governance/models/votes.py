"""What is put to a vote, and the ballots: at a meeting or by a route outside it."""

from __future__ import annotations

from django.db import models

from frankpledge.governance.models.meetings import AgendaItem, Meeting
from frankpledge.kernel.people import Subject
from frankpledge.records.models import Record, Tenancy


class Motion(Record):
    """A text put to the members for a decision, by whatever way: agreed without a vote, hands, ballot, in writing."""

    tenancy = Tenancy.OWN

    partnership = models.ForeignKey("directory.Partnership", on_delete=models.PROTECT, related_name="+")
    group = models.SlugField(max_length=60, blank=True)
    meeting = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="motions"
    )
    item = models.ForeignKey(
        AgendaItem, null=True, blank=True, on_delete=models.PROTECT, related_name="motions"
    )
    order = models.PositiveSmallIntegerField(default=1)
    text = models.TextField()
    scope = models.SlugField(max_length=40, default="ordinary")
    capacity = models.SlugField(max_length=40, blank=True)
    effect = models.SlugField(max_length=40, default="note")
    about = models.SlugField(max_length=80, blank=True)
    route = models.SlugField(max_length=30, default="meeting")
    """`meeting`, or a route of the terms outside one: `written-procedure`, `email`, `urgent-action`, `ratification`."""
    method = models.SlugField(max_length=20, default="agreed")
    """`agreed`, `hands`, `ballot` or `secret`."""
    proposed_by = models.CharField(max_length=200, blank=True)
    state = models.SlugField(max_length=20, default="draft")
    """`draft`, `open`, `tied` (waits for a casting vote), `closed` or `withdrawn`."""
    opened_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    """Outside a meeting: when the time to answer ends."""
    closed_at = models.DateTimeField(null=True, blank=True)
    votes_for = models.PositiveIntegerField(null=True, blank=True)
    votes_against = models.PositiveIntegerField(null=True, blank=True)
    votes_abstain = models.PositiveIntegerField(null=True, blank=True)
    """Counted when hands are shown or the ballot is secret; otherwise worked out from the ballots."""
    casting = models.SlugField(max_length=10, blank=True)
    casting_by = models.SlugField(max_length=60, blank=True)
    """The seat or office that gave the casting vote."""
    verdict = models.JSONField(default=dict)
    """What the engine answered when the vote closed, kept as it was answered."""

    class Meta:
        ordering = ["meeting", "order", "recorded_at"]

    class Data:
        public = (
            "partnership", "group", "meeting", "item", "order", "text", "scope", "capacity", "effect", "about", "route",
            "method", "state", "opened_at", "closes_at", "closed_at", "votes_for", "votes_against", "votes_abstain",
            "casting", "casting_by", "verdict",
        )  # fmt: skip
        personal = ("proposed_by",)
        retention = "as long as the partnership exists"

    def __str__(self) -> str:
        return self.text[:80]

    def subject(self) -> Subject:
        return Subject("motion", self.id, self.partnership.slug)


class Ballot(Record):
    """A seat's one ballot on a motion. In a secret ballot the choice is empty: only the motion's totals know it."""

    tenancy = Tenancy.OWN

    # The constraint below finds a motion's ballots; an index of its own would be taken instead of it for a seat's.
    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="ballots", db_index=False)
    seat = models.SlugField(max_length=60)
    choice = models.SlugField(max_length=10, blank=True)
    cast_at = models.DateTimeField()
    cast_by = models.CharField(max_length=200)
    is_by_clerk = models.BooleanField(default=False)
    """The clerk recorded it for someone in the room."""
    request_key = models.CharField(max_length=64, blank=True)
    """Sent by the page: the same request sent again after a lost answer is the same ballot, not a second one."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["motion", "seat"], name="governance_ballot_once")]

    class Data:
        official = ("motion", "seat", "choice", "cast_at", "is_by_clerk", "request_key")
        personal = ("cast_by",)
        retention = "as long as the partnership exists"

    def __str__(self) -> str:
        return f"{self.seat}: {self.choice or 'secret'}"
