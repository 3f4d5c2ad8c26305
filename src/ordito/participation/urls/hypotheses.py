"""Hypotheses, versions, amendments: the addresses."""

from django.urls import path

from ordito.participation.views import amendments, hypotheses, hypothesis_deciding, hypothesis_writing

HERE = "<slug:district>/percorsi/<slug:process>/ipotesi/"
ONE = HERE + "<slug:code>/"
AMENDMENTS = ONE + "emendamenti/"
AMENDMENT = AMENDMENTS + "<int:number>/"

urlpatterns = [
    path(HERE + "nuova/", hypothesis_writing.write, name="write_hypothesis"),
    path(ONE, hypotheses.hypothesis, name="hypothesis"),
    path(ONE + "modifica/", hypothesis_writing.rename, name="rename_hypothesis"),
    path(ONE + "scrivi/", hypothesis_writing.save, name="save_hypothesis"),
    path(ONE + "paragrafi/<int:number>/", hypothesis_writing.ground, name="ground_paragraph"),
    path(ONE + "apri/", hypothesis_writing.open_, name="open_hypothesis"),
    path(ONE + "chiudi/", hypothesis_writing.close, name="close_hypothesis"),
    path(ONE + "versioni/<int:number>/", hypotheses.version, name="hypothesis_version"),
    path(ONE + "differenze/", hypotheses.difference, name="hypothesis_difference"),
    path(ONE + "atti/<str:act>.<str:form>", hypotheses.act, name="hypothesis_act"),
    path(ONE + "decidi/", hypothesis_deciding.decide, name="decide_amendments"),
    path(ONE + "esito/", hypothesis_deciding.conclude, name="conclude_hypothesis"),
    path(AMENDMENTS, amendments.amendments, name="amendments"),
    path(AMENDMENTS + "nuovo/", amendments.propose, name="propose_amendment"),
    path(AMENDMENT, amendments.amendment, name="amendment"),
    path(AMENDMENT + "osserva/", amendments.remark, name="remark_amendment"),
    path(AMENDMENT + "ritira/", amendments.withdraw, name="withdraw_amendment"),
]
