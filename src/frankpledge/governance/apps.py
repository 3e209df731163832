"""Registers what the home page shows of governance."""

from __future__ import annotations

from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "frankpledge.governance"
    label = "governance"

    def ready(self) -> None:
        from frankpledge.governance.agenda.home import asked, due_before_meetings, next_meeting, published
        from frankpledge.governance.agenda.links import register_link
        from frankpledge.governance.following import register_follower
        from frankpledge.governance.home import chain_of_law, due, duties
        from frankpledge.governance.membership import asks, interests, links, skills
        from frankpledge.governance.minutes.services import follow_confirmation
        from frankpledge.governance.running.offering import links as running_links
        from frankpledge.web import home

        home.register_chain_link("law", chain_of_law)
        home.register_due(due)
        home.register_due(due_before_meetings)
        home.register_meeting(next_meeting)
        home.register_published(published)
        home.register_duties(duties)
        asks.register(asked)
        asks.register(interests.asked)
        asks.register(skills.asked)
        asks.register(links.asked)
        register_follower(follow_confirmation)
        register_link(running_links)
