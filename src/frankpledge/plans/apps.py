"""Registers what the home page shows of the plans."""

from __future__ import annotations

from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "frankpledge.plans"
    label = "plans"

    def ready(self) -> None:
        from frankpledge.assessment import responses
        from frankpledge.duties.api import register_evidence, register_links
        from frankpledge.figures.api import register as register_figure
        from frankpledge.governance.agenda.offers import register_offer
        from frankpledge.governance.api import register_gate
        from frankpledge.plans import duties as duties_shown
        from frankpledge.plans.covering import delivered
        from frankpledge.plans.covering.gathering import register_actions
        from frankpledge.plans.dashboards.answering import responses as answers
        from frankpledge.plans.dashboards.gathering import offers
        from frankpledge.plans.delivery.home import due as delivery_due
        from frankpledge.plans.gates import GATES
        from frankpledge.plans.home import across, chain_of_action, chain_of_plan, due, duties
        from frankpledge.plans.measures.figures import PlanMeasureChange, PlanMeasureOver
        from frankpledge.web import home

        register_actions("delivery", delivered.actions)
        register_offer(offers)
        responses.register(answers)
        register_figure(PlanMeasureOver())
        register_figure(PlanMeasureChange())
        home.register_chain_link("plan", chain_of_plan)
        home.register_chain_link("action", chain_of_action)
        home.register_due(due)
        home.register_due(across)
        home.register_due(delivery_due)
        home.register_duties(duties)
        for gate in GATES:
            register_gate(gate)
        register_links("plans", duties_shown.links)
        for kind in duties_shown.KINDS:
            register_evidence(kind, duties_shown.evidence, kept_by=duties_shown.KEPT_BY.get(kind, ""))
