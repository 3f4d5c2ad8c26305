from django.urls import path

from ordito.plan import views

app_name = "plan"

urlpatterns = [
    path("<slug:district>/piano/", views.plans, name="plans"),
]
