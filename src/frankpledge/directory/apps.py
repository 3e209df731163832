from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "frankpledge.directory"
    label = "directory"
