"""Registers what the home page shows of governance."""

from __future__ import annotations

from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "frankpledge.governance"
    label = "governance"

    def ready(self) -> None:
        from frankpledge.governance import asked
        from frankpledge.governance.agenda import home as agenda
        from frankpledge.governance.agenda import signing_asks
        from frankpledge.governance.agenda.forecasting import register_interests
        from frankpledge.governance.agenda.known_interests import registered
        from frankpledge.governance.agenda.links import register_link
        from frankpledge.governance.agenda.offers import register_offer, register_taker
        from frankpledge.governance.following import register_follower
        from frankpledge.governance.home import chain_of_law, due, duties
        from frankpledge.governance.membership import asks, interests, links, skills
        from frankpledge.governance.minutes import asks as minutes_asks
        from frankpledge.governance.minutes import joining as after
        from frankpledge.governance.minutes.presenting import growing
        from frankpledge.governance.minutes.services import follow_confirmation
        from frankpledge.governance.outside import asks as outside_asks
        from frankpledge.governance.outside import jobs as outside_jobs
        from frankpledge.governance.outside import queries as outside_queries
        from frankpledge.governance.outside.joining import take_up as take_outside
        from frankpledge.governance.running.offering import declared, register_beside
        from frankpledge.governance.running.offering import links as running_links
        from frankpledge.governance.terms.drafts import follow_condition
        from frankpledge.jobs import api as jobs
        from frankpledge.web import home

        home.register_chain_link("law", chain_of_law)
        home.register_meeting(agenda.next_meeting)
        home.register_duties(duties)
        for one in (due, agenda.due_before_meetings, after.due):
            home.register_due(one)
        for shown in (agenda.published, after.published):
            home.register_published(shown)
        for provider in (
            agenda.asked, asked.votes, after.asked, asked.minutes, outside_asks.asked, interests.asked,
            skills.asked, links.asked, signing_asks.asked, minutes_asks.escalations,
        ):  # fmt: skip
            asks.register(provider)
        for given in (running_links, after.links_of_meeting):
            register_link(given)
        for offered in (after.offers, outside_queries.waiting_for):
            register_offer(offered)
        for kind, taker in (
            ("escalation", after.take_escalation), ("answer", after.take_answer), ("outside", take_outside),
        ):  # fmt: skip
            register_taker(kind, taker)
        for known in (registered, declared):
            register_interests(known)
        register_beside(growing)
        jobs.register("close-in-writing", outside_jobs.close_in_writing)
        jobs.register_round(outside_jobs.go_round)
        for follower in (follow_confirmation, follow_condition):
            register_follower(follower)
