"""Hypotheses, versions, amendments: the addresses."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
