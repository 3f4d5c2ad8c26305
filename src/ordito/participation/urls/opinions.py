"""Statements, opinions, their map: the addresses."""

from django.urls import path

from ordito.participation.views import gatherings

GATHERING = "<slug:district>/percorsi/<slug:process>/raccolte/<slug:gathering>/"

urlpatterns = [
    path(GATHERING + "affermazioni/", gatherings.add_statement, name="add_statement"),
    path(GATHERING + "affermazioni/<int:number>/", gatherings.tend_statement, name="tend_statement"),
    path(GATHERING + "affermazioni/<int:number>/opinione/", gatherings.vote, name="vote"),
]
