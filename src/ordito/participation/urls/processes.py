"""Paths, phases, workshops, products: the addresses."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
