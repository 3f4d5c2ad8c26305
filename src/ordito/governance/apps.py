from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "ordito.governance"
    label = "governance"
