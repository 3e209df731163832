from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "frankpledge.figures"
    label = "figures"
