from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "semesta.web"
    label = "web"
