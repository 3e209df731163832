"""Every permission there is, `subject:action`, with a sentence each."""

from __future__ import annotations

from enum import StrEnum


class Permission(StrEnum):
    """The value is what policy, menus and the published matrix use; `sentence` is what people read."""

    sentence: str

    def __new__(cls, value: str, sentence: str) -> Permission:
        member = str.__new__(cls, value)
        member._value_ = value
        member.sentence = sentence
        return member

    PUBLIC_READ = "public:read", "Read what the partnership has published."
    ACCOUNT_USE = "account:use", "Sign in and out, and look after one's own sign-in."
    DEMO_ENTER = "demo:enter", "Enter the demonstration as any of its invented people."
    HOME_READ = "home:read", "See the partnership's working home page."
    DIRECTORY_READ = "directory:read", "See the partnership's area, organisations and people in role."
    DIRECTORY_WRITE = "directory:write", "Change the partnership's area, organisations and people in role."
    ME_USE = "me:use", "See what is asked of oneself and of one’s organisation, and answer it."
    GOVERNANCE_READ = "governance:read", "See terms of reference, meetings and decisions."
    GOVERNANCE_WRITE = "governance:write", "Record terms of reference, meetings and decisions."
    MEETING_CLOSED_READ = "meeting:closed", "Read the closed part of an agenda and its papers."
    MEETING_REPLY = "meeting:reply", "Say for oneself whether one comes to a meeting, or whom one sends."
    MEETING_RUN = "meeting:run", "Run a meeting: record who is there, what happens and what is decided."
    VOTE_CAST = "vote:cast", "Follow a meeting one attends as it goes on, and vote for one's own seat."
    DECISION_RULE = (
        "decision:rule",
        "Record a named person's ruling on a decision that the terms leave undetermined.",
    )
    ACTION_ANSWER = (
        "action:answer",
        "Say of one's own actions, or one's organisation's, whether they are done, not done or blocked.",
    )
    DUTY_READ = "duty:read", "See duties, obligations, what shows them done, and what is coming."
    DUTY_WRITE = (
        "duty:write",
        "Record events and evidence of duties, excuses, what is coming, and elections.",
    )
    DATA_READ = "data:read", "See imported data: datasets, series, coverage and recording breaks."
    DATA_IMPORT = "data:import", "Preview and confirm an import of a partner's file."
    DATA_WRITE = (
        "data:write",
        "Keep questions to the data as evidence, and record the monthly returns of services.",
    )
    DATA_UNDO = "data:undo", "Undo an import."
    FIGURE_OPEN = "figure:open", "Open a figure to its rows, files and formula."
    ASSESSMENT_READ = "assessment:read", "Read the strategic assessment and its ranking."
    ASSESSMENT_WRITE = "assessment:write", "Score issues and build the strategic assessment."
    ASSESSMENT_ISSUE = "assessment:issue", "Issue the public version of the strategic assessment."
    ASSESSMENT_SCORE = "assessment:score", "Judge issues at the ranking workshop, under one's own name."
    PLAN_READ = "plan:read", "Read the community safety plan and what was done under it."
    PLAN_WRITE = "plan:write", "Change the plan's priorities and activities."
    MEASURE_ANSWER = (
        "measure:answer",
        "Give the figures of measures one owns, and tell the story behind them.",
    )
    POLICING_READ = (
        "policing:read",
        "See the released priorities, plans and grant returns of the partnerships of one's police area.",
    )
    REVIEW_COUNTS = "review:counts", "See how many reviews of deaths there are in each state."
    REVIEW_READ = "review:read", "Read the reviews one has a part in, as far as that part reaches."
    REVIEW_WRITE = (
        "review:write",
        "Record what happens in a review one has a part in, as far as that part reaches.",
    )
    REVIEW_EMERGENCY = (
        "review:emergency",
        "Open a review in an emergency, for an hour, with a reason that those who keep it are told.",
    )
    REVIEW_OPEN = "review:open", "Open a review, and say who has which part in it."
    REVIEW_READY = "review:ready", "Record the safeguards without which no real review is kept."
    REVIEW_LEARNING = "review:learning", "Read what was learnt from reviews, naming nobody."
    REPORT_READ = "report:read", "Read the annual report and its flags."
    REPORT_BUILD = "report:build", "Build the annual report from the record."
    SCRUTINY_READ = "scrutiny:read", "See what scrutiny committees asked, said and were answered."
    SCRUTINY_WRITE = (
        "scrutiny:write",
        "Record a committee's meetings, requests, notices, reports and comments.",
    )
    SCRUTINY_ANSWER = "scrutiny:answer", "Record answers to a committee, what came of them, and promises."
    CLAIMS_CHECK = "claims:check", "Check the numbers of a text or document; nothing of it is kept."
    MONEY_READ = "money:read", "See funds, grants, budgets, expenditure and shared costs."
    MONEY_WRITE = (
        "money:write",
        "Record funds, grants, budgets, expenditure and shared costs, and undo an import.",
    )
    DESK_READ = "desk:read", "See what can be issued to the public, and when it last was."
    DOCUMENT_ISSUE = "document:issue", "Issue a document to the public, or withdraw it."
    AUDIT_READ = "audit:read", "Read the history and check that it is whole."
    JOB_READ = "job:read", "See long work: its progress, log and result."
