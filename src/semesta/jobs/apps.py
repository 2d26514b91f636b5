from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "semesta.jobs"
    label = "jobs"
