from django.apps import AppConfig


class CommunityConfig(AppConfig):
    name = "ordito.community"
    label = "community"
