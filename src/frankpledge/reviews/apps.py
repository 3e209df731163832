from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "frankpledge.reviews"
    label = "reviews"
