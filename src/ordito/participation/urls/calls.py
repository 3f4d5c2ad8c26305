"""Calls, and who answers them: the addresses."""

from django.urls import path

from ordito.participation.views import applications, calls, public

HERE = "<slug:district>/avvisi/"
CALL = HERE + "<slug:call>/"
APPLICATION = CALL + "domande/<int:number>/"

urlpatterns = [
    path(HERE, calls.calls, name="calls"),
    path(HERE + "nuovo/", calls.write, name="write_call"),
    path(CALL, calls.call, name="call"),
    path(CALL + "modifica/", calls.rewrite, name="rewrite_call"),
    path(CALL + "cancella/", calls.strike, name="strike_call"),
    path(CALL + "pubblica/", calls.publish, name="publish_call"),
    path(CALL + "proroga/", calls.extend, name="extend_call"),
    path(CALL + "revoca/", calls.revoke, name="revoke_call"),
    path(CALL + "concludi/", calls.conclude, name="conclude_call"),
    path(CALL + "atti/<str:act>.<str:form>", calls.act, name="call_act"),
    path(CALL + "domanda/", public.apply, name="apply"),
    path(CALL + "ricevuta/<str:word>/", public.receipt, name="receipt"),
    path(CALL + "domande/nuova/", applications.record, name="record_application"),
    path(CALL + "domande/esame/", applications.examine, name="examine_applications"),
    path(CALL + "commissione/<int:number>/", applications.declare, name="declare_conflicts"),
    path(APPLICATION, applications.application, name="application"),
    path(APPLICATION + "modifica/", applications.amend, name="amend_application"),
    path(APPLICATION + "requisiti/", applications.check, name="check_requirements"),
    path(APPLICATION + "integrazione/", applications.ask, name="ask_integration"),
    path(APPLICATION + "esito/", applications.decide, name="decide_application"),
    path(APPLICATION + "punti/", applications.score, name="score_application"),
    path(APPLICATION + "documenti/<int:pk>/", applications.file, name="application_file"),
]
