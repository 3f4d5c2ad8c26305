"""Grids and concept maps: the addresses."""

from django.urls import path

from ordito.participation.views import concepts, grids, placing, suggestions

PROCESS = "<slug:district>/percorsi/<slug:process>/"
GRID = PROCESS + "griglie/<slug:code>/"
MAP = PROCESS + "mappe/<slug:code>/"
CELL = GRID + "celle/<int:row>-<int:column>/"

urlpatterns = [
    path(PROCESS + "griglie/nuova/", grids.begin, name="begin_grid"),
    path(GRID, placing.grid, name="grid"),
    path(GRID + "colloca/", placing.arrange, name="place"),
    path(GRID + "annulla/", placing.undo, name="undo_placing"),
    path(CELL, placing.cell, name="cell"),
    path(CELL + "sintesi/", placing.summarise, name="summarise_cell"),
    path(GRID + "righe-e-colonne/", grids.lines, name="grid_lines"),
    path(GRID + "righe-e-colonne/nuova/", grids.add, name="add_line"),
    path(GRID + "righe-e-colonne/<str:axis>-<int:number>/", grids.change, name="change_line"),
    path(GRID + "nome/", grids.rename, name="rename_grid"),
    path(GRID + "cancella/", grids.strike, name="strike_grid"),
    path(GRID + "griglia.<str:form>", grids.file, name="grid_file"),
    path(GRID + "suggerimenti/", suggestions.suggestions, name="suggestions"),
    path(GRID + "suggerimenti/accetta/", suggestions.accept, name="accept_suggestions"),
    path(GRID + "suggerimenti/gruppo/", suggestions.accept_one_group, name="accept_group"),
    path(PROCESS + "mappe/nuova/", concepts.begin, name="begin_map"),
    path(MAP, concepts.concept_map, name="concept_map"),
    path(MAP + "stato/", concepts.state, name="map_state"),
    path(MAP + "concetti/", concepts.add, name="add_concept"),
    path(MAP + "concetti/<int:number>/", concepts.change, name="change_concept"),
    path(MAP + "legami/", concepts.tie, name="tie_concepts"),
    path(MAP + "nome/", concepts.rename, name="rename_map"),
    path(MAP + "cancella/", concepts.strike, name="strike_map"),
    path(MAP + "mappa.svg", concepts.file, {"form": "svg"}, name="map_picture"),
    path(MAP + "mappa.txt", concepts.file, {"form": "txt"}, name="map_text"),
]
