from django.urls import path

from ordito.community import views

app_name = "community"

urlpatterns = [
    path("<slug:district>/comunita/", views.organisations, name="organisations"),
    path("<slug:district>/comunita/competenze/", views.competences, name="competences"),
]
