"""Addresses of the room: bodies, documents and calendar here, meetings in their own file."""

from django.urls import path

from ordito.governance import meeting_urls
from ordito.governance.views import calendar, documents, mandates, members, register

app_name = "governance"

HOUSE = "<slug:district>/confronto/"
BODY = f"{HOUSE}<slug:body>/"
DOCUMENT = f"{BODY}documenti/<slug:document>/"
CALENDAR = "<slug:district>/calendario/"

urlpatterns = [
    path(HOUSE, register.bodies, name="bodies"),
    path(f"{HOUSE}nuovo/", register.new_body, name="new_body"),
    path(f"{HOUSE}documenti/", documents.documents, name="documents"),
    *meeting_urls.urlpatterns,
    path(BODY, register.body, name="body"),
    path(f"{BODY}modifica/", register.edit_body, name="edit_body"),
    path(f"{BODY}chiudi/", register.close_body, name="close_body"),
    path(f"{BODY}riapri/", register.open_body_again, name="reopen_body"),
    path(f"{BODY}partecipazione/", register.body_participation, name="body_participation"),
    path(f"{BODY}incontri.csv", register.meetings_csv, name="body_meetings_csv"),
    path(f"{BODY}presenze.csv", register.attendance_csv, name="body_attendance_csv"),
    path(f"{BODY}calendario.ics", calendar.body_feed, name="body_feed"),
    path(f"{BODY}mandati/nuovo/", mandates.new_mandate, name="new_mandate"),
    path(f"{BODY}mandati/<int:pk>/", mandates.edit_mandate, name="edit_mandate"),
    path(f"{BODY}ammetti/", members.admit, name="admit"),
    path(f"{BODY}membri/<slug:member>/", members.member, name="member"),
    path(f"{BODY}adesioni/<int:pk>/", members.edit_seat, name="edit_seat"),
    path(f"{BODY}adesioni/<int:pk>/chiudi/", members.close_seat, name="close_seat"),
    path(f"{BODY}adesioni/<int:pk>/formalizza/", members.formalise_seat, name="formalise_seat"),
    path(f"{BODY}adesioni/<int:pk>/togli/", members.remove_seat, name="remove_seat"),
    path(f"{BODY}nuovo-documento/", documents.new_document, name="new_document"),
    path(DOCUMENT, documents.document, name="document"),
    path(f"{DOCUMENT}modifica/", documents.edit_document, name="edit_document"),
    path(f"{DOCUMENT}versioni/", documents.new_version, name="new_version"),
    path(f"{DOCUMENT}versioni/<int:number>/", documents.version_file, name="version_file"),
    path(f"{DOCUMENT}versioni/<int:number>.<str:form>", documents.version_act, name="version_act"),
    path(f"{DOCUMENT}stato/", documents.move_document, name="move_document"),
    path(CALENDAR, calendar.calendar, name="calendar"),
    path(f"{CALENDAR}collegamento/", calendar.renew_link, name="renew_calendar_link"),
    path(f"{CALENDAR}collegamento/togli/", calendar.revoke_link, name="revoke_calendar_link"),
    path(f"{CALENDAR}<str:token>.ics", calendar.own_calendar, name="own_calendar"),
    path("<slug:district>/calendario.ics", calendar.district_feed, name="district_feed"),
]
