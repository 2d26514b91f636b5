from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "semesta.staff"
    label = "staff"
