from django.urls import path

from ordito.territory.views import figures, making, municipalities, organisation, places

app_name = "territory"

HERE = "<slug:district>/territorio/"
MUNICIPALITY = HERE + "comuni/<str:istat_code>/"
PLACE = HERE + "luoghi/<slug:code>/"
FUNCTION = HERE + "organizzazione/<slug:code>/"

urlpatterns = [
    path("nuovo-ambito/", making.make_district, name="new_district"),
    path("nuovo-ambito/comuni/", making.suggest, name="suggest"),
    path(HERE, figures.territory, name="territory"),
    path(HERE + "confini.json", figures.boundaries, name="boundaries"),
    path(HERE + "carta.svg", figures.drawn, name="drawn_map"),
    path(HERE + "differenze/", figures.differences, name="differences"),
    path(HERE + "piramide/", figures.pyramid, name="pyramid"),
    path(HERE + "cifre/<slug:key>/", figures.indicator, name="indicator"),
    path(HERE + "abitanti/importa/", municipalities.count, name="count"),
    path(HERE + "comuni/", municipalities.municipalities, name="municipalities"),
    path(HERE + "comuni/aggiungi/", making.join, name="join"),
    path(MUNICIPALITY, municipalities.municipality, name="municipality"),
    path(MUNICIPALITY + "modifica/", municipalities.edit, name="edit_municipality"),
    path(MUNICIPALITY + "esce/", municipalities.leave, name="remove_municipality"),
    path(MUNICIPALITY + "togli/", municipalities.discard, name="discard_municipality"),
    path(HERE + "sub-aree/nuova/", municipalities.new_sub_area, name="new_sub_area"),
    path(HERE + "sub-aree/<slug:code>/", municipalities.sub_area, name="sub_area"),
    path(HERE + "sub-aree/<slug:code>/sciogli/", municipalities.dissolve, name="dissolve_sub_area"),
    path(HERE + "luoghi/", places.places, name="places"),
    path(HERE + "nuovo-luogo/", places.new_place, name="new_place"),
    path(PLACE, places.place, name="place"),
    path(PLACE + "modifica/", places.edit_place, name="edit_place"),
    path(PLACE + "chiudi/", places.close, name="close_place"),
    path(PLACE + "persone/", places.post_somebody, name="post_to_place"),
    path(PLACE + "persone/<int:pk>/termina/", places.end, name="end_post"),
    path(HERE + "organizzazione/", organisation.organisation, name="organisation"),
    path(HERE + "nuova-funzione/", organisation.new_function, name="new_function"),
    path(FUNCTION, organisation.function, name="function"),
    path(FUNCTION + "cambia/", organisation.change_function, name="change_function"),
    path(FUNCTION + "correggi/", organisation.mend_function, name="mend_function"),
    path(FUNCTION + "cessa/", organisation.cease_function, name="end_function"),
]
