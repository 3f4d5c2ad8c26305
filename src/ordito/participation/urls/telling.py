"""What became of it, and the digest: the addresses."""

from django.urls import path

from ordito.participation.views import telling

urlpatterns = [
    path("<slug:district>/che-ne-e-stato/", telling.organisations, name="became_of_all"),
    path(
        "<slug:district>/che-ne-e-stato/<slug:organisation>/",
        telling.organisation,
        name="became_of_organisation",
    ),
    path(
        "<slug:district>/percorsi/<slug:process>/che-ne-e-stato/", telling.process, name="became_of_process"
    ),
    path("<slug:district>/riepiloghi/", telling.digests, name="digests"),
    path("<slug:district>/riepiloghi/<str:word>/", telling.silence, name="silence"),
]
