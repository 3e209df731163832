from django.apps import AppConfig


class ScrutinyConfig(AppConfig):
    name = "frankpledge.scrutiny"
    label = "scrutiny"
