"""What became of it, and the digest: the addresses."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
