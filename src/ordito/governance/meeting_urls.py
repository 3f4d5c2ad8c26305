"""Addresses of meetings, attendance, minutes, decisions and tasks; `urls` includes them."""

from django.urls import URLPattern, path

from ordito.governance.views import attendance, convocation, decisions, meetings, minutes

_BODY = "<slug:district>/confronto/<slug:body>/incontri/"
_HERE = f"{_BODY}<slug:meeting>/"

urlpatterns: list[URLPattern] = [
    path(f"{_BODY}nuovo/", meetings.plan, name="plan_meeting"),
    path(_HERE, meetings.meeting, name="meeting"),
    path(f"{_HERE}modifica/", meetings.edit, name="edit_meeting"),
    path(f"{_HERE}annulla/", meetings.cancel, name="cancel_meeting"),
    path(f"{_HERE}convocazione/", convocation.convocation, name="convocation"),
    path(f"{_HERE}convocazione/riprova/", convocation.retry, name="retry_convocation"),
    path(f"{_HERE}convocazione.<str:form>", convocation.letter, name="convocation_letter"),
    path(f"{_HERE}invito.ics", convocation.invitation_file, name="invitation"),
    path(f"{_HERE}foglio-firme/", convocation.sheet, name="signin"),
    path(f"{_HERE}foglio-firme.<str:form>", convocation.sheet_file, name="signin_file"),
    path(f"{_HERE}presenze/", attendance.attendance, name="attendance"),
    path(f"{_HERE}presenze/segna/", attendance.tick, name="tick"),
    path(f"{_HERE}presenze/stato/", attendance.state, name="attendance_state"),
    path(f"{_HERE}presenze/altri-assenti/", attendance.others_absent, name="others_absent"),
    path(f"{_HERE}presenze/numero/", attendance.head_count, name="head_count"),
    path(f"{_HERE}presenze/ospiti/", attendance.guests, name="guests"),
    path(f"{_HERE}presenze/chiudi/", attendance.close, name="close_attendance"),
    path(f"{_HERE}presenze/riapri/", attendance.reopen, name="reopen_attendance"),
    path(f"{_HERE}verbale/", minutes.minutes, name="minutes"),
    path(f"{_HERE}verbale.<str:form>", minutes.download, name="minutes_file"),
    path(f"{_HERE}verbale/versioni/<int:number>/", minutes.version, name="minutes_version"),
    path(f"{_HERE}verbale/versioni/<int:number>.<str:form>", minutes.download, name="minutes_version_file"),
    path(f"{_HERE}verbale/scrivi/", minutes.write, name="write_minutes"),
    path(f"{_HERE}verbale/testo/", minutes.save_text, name="save_minutes_text"),
    path(f"{_HERE}verbale/invia/", minutes.send, name="send_minutes"),
    path(f"{_HERE}verbale/emenda/", minutes.amend, name="amend_minutes"),
    path(f"{_HERE}verbale/approva/", minutes.approve, name="approve_minutes"),
    path(f"{_HERE}punti/<int:pk>/sposta/", decisions.move_item, name="move_agenda_item"),
    path(f"{_HERE}decisioni/", decisions.add_decision, name="add_decision"),
    path(f"{_HERE}decisioni/<int:pk>/", decisions.edit_decision, name="edit_decision"),
    path(f"{_HERE}decisioni/<int:pk>/elimina/", decisions.remove_decision, name="remove_decision"),
    path(f"{_HERE}compiti/", decisions.add_task, name="add_task"),
    path(f"{_HERE}compiti/<int:number>/", decisions.edit_task, name="edit_task"),
    path(f"{_HERE}compiti/<int:number>/elimina/", decisions.remove_task, name="remove_task"),
    path(f"{_HERE}compiti/<int:number>/fatto/", decisions.finish_task, name="finish_task"),
]
