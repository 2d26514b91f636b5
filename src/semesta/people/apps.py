from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "semesta.people"
    label = "people"
