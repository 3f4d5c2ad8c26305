from django.apps import AppConfig


class PlanConfig(AppConfig):
    name = "ordito.plan"
    label = "plan"
