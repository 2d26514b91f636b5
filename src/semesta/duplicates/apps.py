from django.apps import AppConfig


class DuplicatesConfig(AppConfig):
    name = "semesta.duplicates"
    label = "duplicates"
