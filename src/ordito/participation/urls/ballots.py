"""Priorities, choices within a budget, maps of opinions: the addresses."""

from django.urls import path

from ordito.participation.views import ballots, opinion_map, papers, phone_papers, room_papers

HERE = "<slug:district>/percorsi/<slug:process>/scelte/"
BALLOT = HERE + "<slug:ballot>/"
GATHERING = "<slug:district>/percorsi/<slug:process>/raccolte/<slug:gathering>/"
ROOM_PAPER = "r/<slug:join_word>/scelte/<slug:ballot>/"
OPTION = BALLOT + "opzioni/<int:number>/"

urlpatterns = [
    path(HERE, ballots.ballots, name="ballots"),
    path(HERE + "nuova/", ballots.write, name="write_ballot"),
    path(BALLOT, ballots.ballot, name="ballot"),
    path(BALLOT + "modifica/", ballots.rewrite, name="rewrite_ballot"),
    path(BALLOT + "cancella/", ballots.strike, name="strike_ballot"),
    path(BALLOT + "apri/", ballots.open_, name="open_ballot"),
    path(BALLOT + "chiudi/", ballots.close, name="close_ballot"),
    path(BALLOT + "opzioni/", ballots.add, name="add_option"),
    path(BALLOT + "opzioni/prendi/", ballots.take, name="add_options"),
    path(OPTION, ballots.rewrite_option, name="rewrite_option"),
    path(OPTION + "togli/", ballots.strike_option, name="strike_option"),
    path(BALLOT + "scheda/", papers.choose, name="choose"),
    path(BALLOT + "schede/", papers.type_papers, name="type_papers"),
    path(BALLOT + "schede/togli/", papers.strike_paper, name="strike_paper"),
    path(BALLOT + "schede/telefoni/", phone_papers.void, name="void_paper"),
    path(BALLOT + "schede/telefoni/rimetti/", phone_papers.restore, name="restore_paper"),
    path(BALLOT + "schede.csv", papers.papers_file, name="ballot_papers"),
    path(BALLOT + "risultato.<str:form>", papers.result_file, name="ballot_result"),
    path(ROOM_PAPER, room_papers.paper, name="room_paper"),
    path(ROOM_PAPER + "riprendi/", room_papers.take_back, name="room_take_back"),
    path(GATHERING + "opinioni/", opinion_map.opinion_map, name="opinion_map"),
    path(GATHERING + "opinioni.<str:form>", opinion_map.opinion_map_file, name="opinion_map_file"),
]
