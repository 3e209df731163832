"""The roles people hold in a partnership. Assignments, dated, are stored by slug (`directory`)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Role:
    slug: str
    title: str
    description: str


ROLES: tuple[Role, ...] = (
    Role("manager", "Partnership manager", "Runs the partnership's business from day to day."),
    Role("officer", "Support officer", "Prepares papers, chases actions and keeps the record."),
    Role(
        "chair",
        "Chair",
        "Presides; decides on reviews of deaths; holds the casting vote where the terms give one.",
    ),
    Role("vice-chair", "Vice-chair", "Presides when the chair is absent or has a conflict of interest."),
    Role("member", "Core member", "Represents a responsible authority, with one vote."),
    Role("invited-member", "Invited member", "Attends by invitation, without a vote."),
    Role("analyst", "Analyst", "Imports partners' data and writes the strategic assessment."),
    Role("review-coordinator", "Review coordinator", "Keeps reviews of deaths moving."),
    Role("scrutiny-officer", "Scrutiny officer", "Serves the crime and disorder committee."),
    Role(
        "review-guest",
        "Guest of a review",
        "Takes part in one review (independent chair, panel, author) and sees nothing else.",
    ),
    Role("policing-body", "Policing body officer", "Works for the police and crime commissioner."),
)

BY_SLUG = {role.slug: role for role in ROLES}
