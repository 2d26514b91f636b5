from django.apps import AppConfig


class SignInConfig(AppConfig):
    name = "semesta.signin"
    label = "signin"
