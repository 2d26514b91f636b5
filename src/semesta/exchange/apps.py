from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "semesta.exchange"
    label = "exchange"
