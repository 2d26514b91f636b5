from django.apps import AppConfig


class FundingConfig(AppConfig):
    name = "semesta.funding"
    label = "funding"
