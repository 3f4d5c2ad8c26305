from django.urls import path

from ordito.core import views

app_name = "core"

urlpatterns = [
    path("<slug:district>/diario/", views.journal, name="journal"),
    path("<slug:district>/tabelle/", views.tables, name="tables"),
    path("<slug:district>/tabelle/<str:form>/", views.tables_file, name="tables_file"),
    path("<slug:district>/persone-e-ruoli/", views.roles, name="roles"),
    path("<slug:district>/persone-e-ruoli/<int:pk>/chiudi/", views.close_role, name="close_role"),
]
