from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "frankpledge.governance"
    label = "governance"
