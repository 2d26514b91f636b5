from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "semesta.ledger"
    label = "ledger"
