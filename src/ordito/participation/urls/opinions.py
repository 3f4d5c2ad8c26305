"""Statements, opinions, their map: the addresses."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
