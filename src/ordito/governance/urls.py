from django.urls import path

from ordito.governance import views

app_name = "governance"

urlpatterns = [
    path("<slug:district>/confronto/", views.bodies, name="bodies"),
]
