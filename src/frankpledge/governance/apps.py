"""Registers what the home page shows of governance."""

from __future__ import annotations

from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "frankpledge.governance"
    label = "governance"

    def ready(self) -> None:
        from frankpledge.governance import asked
        from frankpledge.governance.following import register_follower
        from frankpledge.governance.home import chain_of_law, due, duties, next_meeting
        from frankpledge.governance.membership import asks, interests, links, skills
        from frankpledge.governance.minutes.services import follow_confirmation
        from frankpledge.governance.outside import asks as outside_asks
        from frankpledge.governance.outside import jobs as outside_jobs
        from frankpledge.jobs import api as jobs
        from frankpledge.web import home

        home.register_chain_link("law", chain_of_law)
        home.register_due(due)
        home.register_meeting(next_meeting)
        home.register_duties(duties)
        asks.register(interests.asked)
        asks.register(skills.asked)
        asks.register(links.asked)
        asks.register(outside_asks.asked)
        asks.register(asked.replies)
        asks.register(asked.votes)
        asks.register(asked.actions)
        asks.register(asked.minutes)
        jobs.register("close-in-writing", outside_jobs.close_in_writing)
        jobs.register_round(outside_jobs.go_round)
        register_follower(follow_confirmation)
