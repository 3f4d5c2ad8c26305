"""What each permission is, in Italian; the tests hold every line to the rule that obeys."""

from __future__ import annotations

from dataclasses import dataclass

from ordito.core.models import WORK_HERE, RoleKind

OFFICE = (RoleKind.PLAN_OFFICE,)
EVERYONE = tuple(kind for kind in RoleKind if kind in WORK_HERE)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A permission in words: what it lets one do, the roles that always hold it, and who else, and when."""

    what: str
    roles: tuple[RoleKind, ...] = OFFICE
    admin: bool = False
    also: str = ""


VOICE = "Anche chi oggi parla per quell'organizzazione: delegato, supplente o legale rappresentante."
OPENED = (
    "Finché una fase del percorso lo apre: chi conduce le raccolte, e il giro che la fase dice"
    " (i membri di chi conduce il percorso, chi ha un ruolo nell'ambito, anche chi è in sala)."
)

SENTENCES = {
    "community.offer_competence": Sentence(
        "Scrivere che cosa un'organizzazione mette a disposizione della comunità.", also=VOICE
    ),
    "community.offer_for_someone": Sentence(
        "Aprire la pagina per offrire una competenza o una risorsa.",
        also="Anche chi oggi parla per almeno un'organizzazione.",
    ),
    "community.read_document": Sentence(
        "Scaricare il documento di un accordo.",
        EVERYONE,
        admin=True,
        also="Se il documento è pubblico, chiunque.",
    ),
    "community.read_people": Sentence(
        "Leggere nomi, indirizzi e telefoni delle persone che partecipano.", EVERYONE, admin=True
    ),
    "community.tend_competence": Sentence("Correggere o chiudere una competenza offerta.", also=VOICE),
    "community.tend_register": Sentence(
        "Tenere il registro della comunità: organizzazioni, persone, deleghe, accordi."
    ),
    "community.update_contacts": Sentence(
        "Aggiornare i recapiti di un'organizzazione e di che cosa si occupa.", also=VOICE
    ),
    "core.create_district": Sentence("Creare un ambito o un account.", (), admin=True),
    "core.move_tables": Sentence("Importare ed esportare le tabelle dell'ambito.", admin=True),
    "core.read_journal": Sentence("Leggere il diario: chi ha fatto che cosa, e quando.", admin=True),
    "core.tend_accounts": Sentence("Dare e chiudere i ruoli nell'ambito.", admin=True),
    "core.tend_district": Sentence("Cambiare nome, sottotitolo ed ente capofila dell'ambito.", admin=True),
    "governance.convene": Sentence(
        "Convocare un incontro, spostarlo, annullarlo, scriverne l'ordine del giorno."
    ),
    "governance.keep_meetings": Sentence(
        "Segnare le presenze, scrivere decisioni e compiti, tenere il verbale fino all'approvazione.",
        (RoleKind.PLAN_OFFICE, RoleKind.FACILITATOR),
    ),
    "governance.keep_register": Sentence(
        "Tenere il registro degli organismi: mandati, adesioni, documenti e le loro versioni."
    ),
    "governance.own_calendar": Sentence(
        "Avere e rinnovare il proprio collegamento al calendario.",
        (),
        also="Solo il titolare del collegamento.",
    ),
    "governance.read_minutes": Sentence(
        "Leggere il verbale di un incontro.",
        (RoleKind.PLAN_OFFICE, RoleKind.FACILITATOR),
        admin=True,
        also=(
            "Quando è stato inviato ai membri, anche amministratori, responsabili di servizio e chi siede"
            " nell'organismo; quando è approvato, chiunque abbia un ruolo nell'ambito."
        ),
    ),
    "governance.read_register": Sentence(
        "Leggere i nomi delle persone, e chi c'era a quale incontro.", EVERYONE, admin=True
    ),
    "participation.amend": Sentence("Proporre emendamenti a un'ipotesi e commentarli.", (), also=OPENED),
    "participation.answer_integration": Sentence(
        "Completare la propria domanda con quello che l'ufficio ha chiesto.",
        (),
        also="Chi ha il collegamento della domanda, finché l'esito non è pubblicato.",
    ),
    "participation.apply": Sentence(
        "Rispondere a un avviso.", (), also="Chiunque, finché l'avviso è pubblicato e non concluso."
    ),
    "participation.choose": Sentence("Dare la propria scheda in una scelta di priorità.", (), also=OPENED),
    "participation.choose_by_phone": Sentence(
        "Dare una scheda da un telefono, senza account.",
        (),
        also="Chi è in sala, dove scelgono le persone e una fase lo apre a chi è in sala.",
    ),
    "participation.contribute": Sentence("Portare contributi in un percorso.", (), also=OPENED),
    "participation.decide_hypotheses": Sentence(
        "Aprire e chiudere un'ipotesi agli emendamenti, scrivere come l'organismo ha deciso.",
        (RoleKind.PLAN_OFFICE, RoleKind.FACILITATOR),
    ),
    "participation.draw": Sentence(
        "Disegnare una mappa concettuale.",
        (RoleKind.PLAN_OFFICE, RoleKind.FACILITATOR),
        also="Gli altri mentre una fase del percorso apre loro i contributi.",
    ),
    "participation.enter_room": Sentence(
        "Entrare in una raccolta con un telefono.", (), also="Chiunque ne abbia il codice, finché è aperta."
    ),
    "participation.facilitate": Sentence(
        "Tenere le raccolte, scrivere quello che si dice in sala, comporre le sintesi.",
        (RoleKind.PLAN_OFFICE, RoleKind.FACILITATOR),
    ),
    "participation.choose_silence": Sentence(
        "Non ricevere più riepiloghi, o riceverli di nuovo.",
        (),
        also="Chi ha il collegamento di un riepilogo, per il proprio indirizzo.",
    ),
    "participation.keep_address": Sentence(
        "Lasciare da un telefono un'e-mail per sapere che cosa ne è stato, o toglierla.",
        (),
        also="Chi ha in mano il telefono, in ogni momento.",
    ),
    "participation.keep_calls": Sentence(
        "Scrivere e pubblicare gli avvisi, esaminare le domande, pubblicarne l'esito."
    ),
    "participation.keep_processes": Sentence(
        "Scrivere percorsi, fasi, incontri e prodotti; tenere la mappa dei documenti."
    ),
    "participation.prioritise": Sentence("Scegliere le priorità in un percorso.", (), also=OPENED),
    "participation.propose_amendment": Sentence(
        "Proporre un emendamento a un'ipotesi aperta.", (), also=OPENED
    ),
    "participation.read_outcome": Sentence(
        "Leggere chi è stato ammesso.", (), also="Chiunque, quando l'esito è pubblicato."
    ),
    "participation.read_papers": Sentence(
        "Scaricare le schede di una scelta chiusa, con i soli numeri, per ricontarle.",
        (RoleKind.PLAN_OFFICE, RoleKind.FACILITATOR),
    ),
    "participation.remark_amendment": Sentence(
        "Commentare un emendamento finché non è deciso.",
        (RoleKind.PLAN_OFFICE, RoleKind.FACILITATOR),
        also=f"Anche i membri di chi conduce. {OPENED}",
    ),
    "participation.speak_from_phone": Sentence(
        "Scrivere da un telefono, senza account.",
        (),
        also="Chi è in sala, finché la raccolta è aperta e una fase lo apre a chi è in sala.",
    ),
    "participation.tend_contribution": Sentence(
        "Correggere o ritirare un contributo.",
        (RoleKind.PLAN_OFFICE, RoleKind.FACILITATOR),
        also="Il proprio, finché è aperto; quelli scritti in sala per altri, chi conduce le raccolte.",
    ),
    "participation.vote": Sentence(
        "Dire accordo o disaccordo con le affermazioni di un percorso.", (), also=OPENED
    ),
    "participation.vote_from_phone": Sentence(
        "Votare da un telefono, senza account.",
        (),
        also="Chi è in sala, finché la raccolta è aperta e una fase lo apre a chi è in sala.",
    ),
    "participation.withdraw_amendment": Sentence(
        "Ritirare un emendamento non ancora deciso.", also="Anche chi lo ha proposto."
    ),
    "participation.write_hypotheses": Sentence(
        "Scrivere i documenti di ipotesi di un percorso, e leggerne le bozze.",
        (RoleKind.PLAN_OFFICE, RoleKind.FACILITATOR),
        also="Anche i membri dell'organismo che conduce il percorso.",
    ),
    "plan.adopt": Sentence(
        "Registrare le firme del piano, la decisione che lo adotta e quelle che lo emendano."
    ),
    "plan.read_drafts": Sentence("Leggere i piani non pubblici.", EVERYONE, admin=True),
    "plan.write": Sentence(
        "Scrivere il piano: sezioni di legge, obiettivi, azioni e su che cosa poggiano, come vanno, risorse e"
        " spese, indicatori e rilevazioni, le parole di ogni anno."
    ),
    "territory.read_staff": Sentence("Leggere chi lavora in quale luogo.", EVERYONE, admin=True),
    "territory.tend": Sentence(
        "Tenere comuni, sub-aree, luoghi, funzioni e conteggi della popolazione.", admin=True
    ),
    "territory.tend_staff": Sentence(
        "Dire chi lavora in quale luogo.", (RoleKind.PLAN_OFFICE, RoleKind.HEAD_OF_SERVICE), admin=True
    ),
}
