"""Registers what the home page shows of governance."""

from __future__ import annotations

from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "frankpledge.governance"
    label = "governance"

    def ready(self) -> None:
        from frankpledge.governance.following import register_follower
        from frankpledge.governance.home import chain_of_law, due, duties, next_meeting
        from frankpledge.governance.membership import asks, interests, links, skills
        from frankpledge.governance.agenda import links as agenda_links
        from frankpledge.governance.agenda import offers
        from frankpledge.governance.minutes import joining
        from frankpledge.governance.minutes.services import follow_confirmation
        from frankpledge.web import home

        home.register_chain_link("law", chain_of_law)
        home.register_due(due)
        home.register_meeting(next_meeting)
        home.register_duties(duties)
        asks.register(interests.asked)
        asks.register(skills.asked)
        asks.register(links.asked)
        register_follower(follow_confirmation)
        agenda_links.register_link(joining.links_of_meeting)
        offers.register_offer(joining.offers)
        asks.register(joining.asked)
        home.register_due(joining.due)
        home.register_published(joining.published)
