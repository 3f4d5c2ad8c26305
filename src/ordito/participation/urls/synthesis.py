"""Grids and concept maps: the addresses."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
