from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "semesta.audit"
    label = "audit"
