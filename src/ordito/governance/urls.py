"""Addresses of the room: bodies, documents and calendar here, meetings in their own file."""

from django.urls import path

from ordito.governance import meeting_urls
from ordito.governance.views import register

app_name = "governance"

urlpatterns = [
    path("<slug:district>/confronto/", register.bodies, name="bodies"),
    *meeting_urls.urlpatterns,
]
