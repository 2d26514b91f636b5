from django.apps import AppConfig


class TokensConfig(AppConfig):
    name = "semesta.tokens"
    label = "tokens"
