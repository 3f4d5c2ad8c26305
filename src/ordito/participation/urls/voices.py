"""Gatherings, phones in the room, contributions: the addresses."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
