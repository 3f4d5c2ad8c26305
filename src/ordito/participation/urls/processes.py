"""Paths, phases, workshops, products: the addresses."""

from django.urls import path

from ordito.participation.views import phases, processes, workshops

HERE = "<slug:district>/percorsi/"
PROCESS = HERE + "<slug:process>/"
PHASE = PROCESS + "fasi/<int:number>/"
PRODUCT = PROCESS + "prodotti/<int:number>/"
MEETING = PROCESS + "incontri/<slug:meeting>/"

urlpatterns = [
    path(HERE, processes.processes, name="processes"),
    path(HERE + "nuovo/", processes.choose, name="choose_process"),
    path(HERE + "nuovo/<slug:kind>/", processes.begin, name="begin_process"),
    path(PROCESS, processes.process, name="process"),
    path(PROCESS + "modifica/", processes.describe, name="describe_process"),
    path(PROCESS + "cancella/", processes.strike, name="strike_process"),
    path(PROCESS + "fasi/nuova/", phases.add, name="add_phase"),
    path(PHASE, phases.change, name="change_phase"),
    path(PHASE + "chiudi/", phases.close, name="close_phase"),
    path(PHASE + "riapri/", phases.reopen, name="reopen_phase"),
    path(PHASE + "togli/", phases.strike, name="strike_phase"),
    path(PROCESS + "prodotti/nuovo/", phases.add_product, name="add_product"),
    path(PRODUCT, phases.product, name="product"),
    path(PRODUCT + "consegna/", phases.deliver, name="deliver_product"),
    path(PRODUCT + "riprendi/", phases.take_back, name="take_product_back"),
    path(PRODUCT + "togli/", phases.strike_product, name="strike_product"),
    path(PROCESS + "incontri/nuovo/", workshops.add, name="add_workshop"),
    path(MEETING, workshops.workshop, name="workshop"),
    path(MEETING + "modifica/", workshops.change, name="change_workshop"),
    path(MEETING + "stacca/", workshops.detach, name="detach_meeting"),
]
