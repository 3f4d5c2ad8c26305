"""Addresses of meetings, attendance, minutes, decisions and tasks; `urls` includes them."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
