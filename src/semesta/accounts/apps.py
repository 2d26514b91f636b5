from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "semesta.accounts"
    label = "accounts"
