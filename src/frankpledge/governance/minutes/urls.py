"""Addresses of the pages after a meeting, for those who work here and for the public."""

from __future__ import annotations

from frankpledge.access.permissions import Permission as P
from frankpledge.governance.minutes import action_views, escalation_views, public_views, register_views, views
from frankpledge.web.routes import page

MINUTES = "work/meetings/meeting/<slug:slug>/minutes/"
ACTIONS = "work/meetings/actions/"
ACTION = f"{ACTIONS}<uuid:action>/"
DECISION = "work/meetings/decisions/<uuid:decision_id>/"
ESCALATION = "work/meetings/escalations/<uuid:escalation>/"
READ, WRITE, ANSWER, ALL = P.GOVERNANCE_READ, P.GOVERNANCE_WRITE, P.ACTION_ANSWER, P.PUBLIC_READ

urlpatterns = [
    page("work/meetings/minutes/", views.chain, name="minutes-chain", action=READ),
    page(MINUTES, views.minutes, name="minutes", action=READ),
    page(f"{MINUTES}words/", views.whole, name="minutes-whole", action=WRITE, post=WRITE),
    page(f"{MINUTES}words/<uuid:item>/", views.item, name="minutes-item", action=WRITE, post=WRITE),
    page(f"{MINUTES}corrections/", views.corrections, name="minutes-corrections", action=READ),
    page(f"{MINUTES}corrections/new/", views.correct, name="minutes-correct", action=WRITE, post=WRITE),
    page(
        f"{MINUTES}corrections/<uuid:correction>/", views.take_back, name="minutes-correction", action=WRITE, only_post=True
    ),
    page(f"{MINUTES}publish/", views.publish, name="minutes-publish", action=WRITE, only_post=True),
    page(f"{MINUTES}withhold/", views.withhold, name="minutes-withhold", action=WRITE, post=WRITE),
    page(f"{MINUTES}<slug:fmt>/", views.file, name="minutes-file", action=READ),
    page("work/meetings/meeting/<slug:slug>/matters-arising/", views.matters, name="matters-arising", action=READ),
    page(ACTIONS, action_views.actions, name="actions", action=READ),
    page(f"{ACTIONS}csv/", action_views.as_csv, name="actions-csv", action=READ),
    page(f"{ACTIONS}new/", action_views.new, name="action-new", action=WRITE, post=WRITE),
    page(f"{ACTIONS}mine/", action_views.own, name="own-actions", action=ANSWER),
    page(f"{ACTIONS}mine/<uuid:action>/", action_views.answer_own, name="own-action", action=ANSWER, only_post=True),
    page(f"{ACTIONS}reminders/", action_views.reminders, name="action-reminders", action=WRITE),
    page(ACTION, action_views.action, name="action", action=READ),
    page(f"{ACTION}update/", action_views.update, name="action-update", action=ANSWER, post=ANSWER),
    page(f"{ACTION}hand-over/", action_views.hand_over, name="action-hand-over", action=WRITE, post=WRITE),
    page("work/meetings/decisions/", register_views.decisions, name="register", action=READ),
    page("work/meetings/decisions/file/<slug:fmt>/", register_views.file, name="register-file", action=READ),
    page("work/meetings/gates/", register_views.gates, name="gates", action=READ),
    page(DECISION, register_views.decision, name="decision", action=READ),
    page(f"{DECISION}condition/", register_views.condition, name="decision-condition", action=WRITE, post=WRITE),
    page(f"{DECISION}supersede/", register_views.supersede, name="decision-supersede", action=WRITE, post=WRITE),
    page(f"{DECISION}advice/", register_views.advice, name="decision-advice", action=WRITE, post=WRITE),
    page(f"{DECISION}certify/", register_views.certify, name="certify", action=WRITE, only_post=True),
    page(f"{DECISION}certificate/", register_views.certificate, name="certificate", action=READ),
    page(f"{DECISION}certificate/file/", register_views.certificate_file, name="certificate-file", action=READ),
    page("work/meetings/escalations/", escalation_views.escalations, name="escalations", action=READ),
    page("work/meetings/escalations/new/", escalation_views.new, name="escalation-new", action=WRITE, post=WRITE),
    page(ESCALATION, escalation_views.escalation, name="escalation", action=READ),
    page(f"{ESCALATION}receive/", escalation_views.receive, name="escalation-receive", action=WRITE, post=WRITE),
    page(f"{ESCALATION}answer/", escalation_views.answer_it, name="escalation-answer", action=WRITE, post=WRITE),
    page(f"{ESCALATION}take-back/", escalation_views.withdraw, name="escalation-withdraw", action=WRITE, post=WRITE),
    page(f"{ESCALATION}hear/", escalation_views.hear, name="escalation-hear", action=WRITE, post=WRITE),
    page("minutes/", public_views.minutes_list, name="public-minutes-list", action=ALL),
    page("minutes/list.json", public_views.minutes_json, name="public-minutes-json", action=ALL),
    page("minutes/<slug:slug>/", public_views.minutes, name="public-minutes", action=ALL),
    page("minutes/<slug:slug>/data.json", public_views.data, name="public-minutes-data", action=ALL),
    page("minutes/<slug:slug>/<slug:fmt>/", public_views.file, name="public-minutes-file", action=ALL),
    page("decisions/", public_views.decisions, name="public-decisions", action=ALL),
    page("decisions/file/<slug:fmt>/", public_views.decisions_file, name="public-decisions-file", action=ALL),
    page("decisions/<uuid:decision_id>/", public_views.decision, name="public-decision", action=ALL),
    page("decisions/<uuid:decision_id>/certificate/", public_views.certificate, name="public-certificate", action=ALL),
    page(
        "decisions/<uuid:decision_id>/certificate/file/", public_views.certificate_file, name="public-certificate-file",
        action=ALL,
    ),
    page("certificate-keys/", public_views.keys, name="certificate-keys", action=ALL),
]  # fmt: skip
