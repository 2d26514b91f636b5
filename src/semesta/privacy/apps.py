from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "semesta.privacy"
    label = "privacy"
