from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "frankpledge.jobs"
    label = "jobs"
