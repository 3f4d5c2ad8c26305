from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "ordito.site"
    label = "site"
    verbose_name = "Ordito"
