from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "semesta.intake"
    label = "intake"
