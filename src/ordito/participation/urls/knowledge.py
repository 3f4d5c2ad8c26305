"""The map of documents, readings, activities, elaborations: the addresses."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
