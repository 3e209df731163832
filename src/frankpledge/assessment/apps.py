from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "frankpledge.assessment"
    label = "assessment"
