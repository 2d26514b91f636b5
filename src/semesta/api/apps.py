from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "semesta.api"
    label = "api"
