from django.urls import path

from ordito.core import views

app_name = "core"

urlpatterns = [
    path("<slug:district>/diario/", views.journal, name="journal"),
    path("<slug:district>/persone-e-ruoli/", views.roles, name="roles"),
    path("<slug:district>/persone-e-ruoli/<int:pk>/chiudi/", views.close_role, name="close_role"),
]
