from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "frankpledge.publishing"
    label = "publishing"
