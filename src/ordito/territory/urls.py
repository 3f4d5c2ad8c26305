from django.urls import path

from ordito.territory import views

app_name = "territory"

urlpatterns = [
    path("<slug:district>/territorio/", views.territory, name="territory"),
    path("<slug:district>/territorio/luoghi/", views.places, name="places"),
    path("<slug:district>/territorio/organizzazione/", views.organisation, name="organisation"),
]
