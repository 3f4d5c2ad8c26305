from django.urls import path

from ordito.community.views import agreements, competences, organisations, people

app_name = "community"

HERE = "<slug:district>/comunita/"
ORGANISATION = HERE + "organizzazioni/<slug:code>/"
DELEGATION = HERE + "deleghe/<int:pk>/"
COMPETENCE = HERE + "competenze/<int:pk>/"
PERSON = HERE + "persone/<slug:code>/"
AGREEMENT = HERE + "accordi/<slug:code>/"

urlpatterns = [
    path(HERE, organisations.organisations, name="organisations"),
    path(HERE + "nuova-organizzazione/", organisations.add, name="add_organisation"),
    path(ORGANISATION, organisations.organisation, name="organisation"),
    path(ORGANISATION + "modifica/", organisations.edit, name="edit_organisation"),
    path(ORGANISATION + "recapiti/", organisations.edit_contacts, name="edit_contacts"),
    path(ORGANISATION + "cancella/", organisations.strike, name="strike_organisation"),
    path(ORGANISATION + "nuovo-delegato/", organisations.nominate, name="nominate"),
    path(DELEGATION + "concludi/", organisations.end, name="end_delegation"),
    path(DELEGATION + "riapri/", organisations.resume, name="resume_delegation"),
    path(DELEGATION + "cancella/", organisations.strike_voice, name="strike_delegation"),
    path(HERE + "competenze/", competences.competences, name="competences"),
    path(HERE + "nuova-competenza/", competences.offer, name="offer_competence"),
    path(COMPETENCE, competences.edit, name="edit_competence"),
    path(COMPETENCE + "ritira/", competences.withdraw, name="withdraw_competence"),
    path(COMPETENCE + "riprendi/", competences.resume, name="resume_competence"),
    path(COMPETENCE + "cancella/", competences.strike, name="strike_competence"),
    path(HERE + "persone/", people.people, name="people"),
    path(HERE + "nuova-persona/", people.add, name="add_person"),
    path(PERSON, people.person, name="person"),
    path(PERSON + "modifica/", people.edit, name="edit_person"),
    path(PERSON + "cancella/", people.strike, name="strike_person"),
    path(HERE + "accordi/", agreements.agreements, name="agreements"),
    path(HERE + "nuovo-accordo/", agreements.add, name="add_agreement"),
    path(AGREEMENT, agreements.agreement, name="agreement"),
    path(AGREEMENT + "modifica/", agreements.edit, name="edit_agreement"),
    path(AGREEMENT + "concludi/", agreements.end, name="end_agreement"),
    path(AGREEMENT + "documento/", agreements.document, name="agreement_document"),
    path(AGREEMENT + "allega/", agreements.attach, name="attach_document"),
    path(AGREEMENT + "togli-documento/", agreements.detach, name="detach_document"),
    path(AGREEMENT + "cancella/", agreements.strike, name="strike_agreement"),
]
