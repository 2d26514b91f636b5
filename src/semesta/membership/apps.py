from django.apps import AppConfig


class MembershipConfig(AppConfig):
    name = "semesta.membership"
    label = "membership"
