from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "frankpledge.plans"
    label = "plans"
