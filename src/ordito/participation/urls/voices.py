"""Gatherings, phones in the room, contributions: the addresses."""

from django.urls import path

from ordito.participation.views import gatherings, hall, room, voices

ROOM = "r/<slug:join_word>/"
PROCESS = "<slug:district>/percorsi/<slug:process>/"
GATHERING = PROCESS + "raccolte/<slug:gathering>/"
VOICE = PROCESS + "voci/<int:number>/"

urlpatterns = [
    path(ROOM, room.room, name="room"),
    path(ROOM + "scrivi/", room.speak, name="room_speak"),
    path(ROOM + "opinione/", room.vote, name="room_vote"),
    path(ROOM + "ritira/", room.withdraw, name="room_withdraw"),
    path(ROOM + "avvisami/", room.address, name="room_address"),
    path(ROOM + "stato/", room.state, name="room_state"),
    path(ROOM + "senza-rete.js", room.away, name="room_away"),
    path(ROOM + "parete/", room.wall, name="wall"),
    path(ROOM + "codice.svg", room.code, name="room_code"),
    path(PROCESS + "raccolte/nuova/", gatherings.open_gathering, name="open_gathering"),
    path(GATHERING, gatherings.gathering, name="gathering"),
    path(GATHERING + "modifica/", gatherings.describe_gathering, name="describe_gathering"),
    path(GATHERING + "chiudi/", gatherings.close_gathering, name="close_gathering"),
    path(GATHERING + "riapri/", gatherings.reopen_gathering, name="reopen_gathering"),
    path(GATHERING + "cancella/", gatherings.strike_gathering, name="strike_gathering"),
    path(GATHERING + "sala/", hall.hall, name="hall"),
    path(GATHERING + "sala/scrivi/", hall.record, name="record_contribution"),
    path(GATHERING + "sala/annulla/", hall.undo, name="undo_contribution"),
    path(GATHERING + "sala/conta/", hall.count, name="count_hands"),
    path(PROCESS + "voci/", voices.contributions, name="contributions"),
    path(PROCESS + "voci/porta/", voices.contribute, name="contribute"),
    path(VOICE, voices.contribution, name="contribution"),
    path(VOICE + "correggi/", voices.correct, name="correct_contribution"),
    path(VOICE + "rispondi/", voices.answer, name="answer_contribution"),
    path(VOICE + "ritira/", voices.withdraw, name="withdraw_contribution"),
    path(VOICE + "nascondi/", voices.hide, name="hide_contribution"),
    path(VOICE + "mostra/", voices.show, name="show_contribution"),
]
