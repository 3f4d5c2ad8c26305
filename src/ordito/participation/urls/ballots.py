"""Priorities and choices within a budget: the addresses."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
