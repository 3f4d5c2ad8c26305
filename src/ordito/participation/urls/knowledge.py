"""Sources, readings, activities, elaborations: the addresses."""

from django.urls import path

from ordito.participation.views import knowledge, sources

HERE = "<slug:district>/fonti/"
SOURCE = HERE + "<slug:source>/"
KNOWING = "<slug:district>/percorsi/<slug:process>/conoscere/"
READING = KNOWING + "letture/<slug:source>/"
ACTIVITY = KNOWING + "attivita/<int:number>/"
ELABORATION = KNOWING + "elaborazioni/<int:number>/"

urlpatterns = [
    path(HERE, sources.sources, name="sources"),
    path(HERE + "matrice/", sources.matrix, name="source_matrix"),
    path(HERE + "nuova/", sources.add, name="add_source"),
    path(SOURCE, sources.source, name="source"),
    path(SOURCE + "modifica/", sources.change, name="change_source"),
    path(SOURCE + "togli/", sources.strike, name="strike_source"),
    path(SOURCE + "file/", sources.file, name="source_file"),
    path(KNOWING, knowledge.knowledge, name="knowledge"),
    path(KNOWING + "<str:act>.<str:form>", knowledge.act, name="knowledge_act"),
    path(KNOWING + "letture/", knowledge.suggest, name="suggest_reading"),
    path(READING + "sposta/", knowledge.move, name="move_reading"),
    path(READING + "togli/", knowledge.drop, name="drop_reading"),
    path(KNOWING + "attivita/nuova/", knowledge.add_activity, name="add_activity"),
    path(ACTIVITY, knowledge.activity, name="activity"),
    path(ACTIVITY + "togli/", knowledge.strike_activity, name="strike_activity"),
    path(KNOWING + "elaborazioni/nuova/", knowledge.add_elaboration, name="add_elaboration"),
    path(ELABORATION, knowledge.elaboration, name="elaboration"),
    path(ELABORATION + "togli/", knowledge.strike_elaboration, name="strike_elaboration"),
    path(ELABORATION + "file/", knowledge.file, name="elaboration_file"),
]
