"""What each kind of path proposes: phases, what they open, what they leave, in the words of the districts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from ordito.participation.models import Doing, PathKind, ProductKind, Whom

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from django.utils.functional import Promise

    Text = str | Promise

CONTRIBUTE, VOTE, PRIORITISE, AMEND = Doing.CONTRIBUTE, Doing.VOTE, Doing.PRIORITISE, Doing.AMEND
MEMBERS, INSIDERS, ROOM = Whom.MEMBERS, Whom.INSIDERS, Whom.ROOM


@dataclass(frozen=True, slots=True)
class ProposedPhase:
    """A stretch of a path, as long as some weeks; what it opens and to whom; what it has to leave."""

    title: Text
    purpose: Text
    weeks: int
    opens: tuple[tuple[Doing, Whom], ...] = ()
    leaves: tuple[tuple[ProductKind, Text], ...] = ()


@dataclass(frozen=True, slots=True)
class PathTemplate:
    """A path that a district has walked, to be walked again elsewhere."""

    kind: PathKind
    walked_by: Text
    purpose: Text
    phases: tuple[ProposedPhase, ...] = ()

    @property
    def weeks(self) -> int:
        return sum(phase.weeks for phase in self.phases)


TEMPLATES = (
    PathTemplate(
        PathKind.PATH_TO_PLAN,
        _("Crema, 2011"),
        _(
            "Ripensare il welfare locale e arrivare al nuovo Piano di Zona, con un gruppo misto di"
            " amministratori e tecnici su mandato dell'assemblea."
        ),
        (
            ProposedPhase(
                _("Conoscere insieme"),
                _(
                    "Il sottogruppo tecnico prepara le elaborazioni: dati sul disagio e su come è trattato,"
                    " la mappa dei documenti, i bilanci dei comuni, le letture, le attività emblematiche."
                ),
                20,
                ((CONTRIBUTE, MEMBERS),),
                ((ProductKind.REPORT, _("Elaborazioni per gli amministratori")),),
            ),
            ProposedPhase(
                _("Scrivere le ipotesi"),
                _("Il gruppo misto scrive un documento di nuove ipotesi per il welfare locale."),
                8,
                ((CONTRIBUTE, INSIDERS),),
                ((ProductKind.HYPOTHESES, _("Documento di nuove ipotesi")),),
            ),
            ProposedPhase(
                _("Confrontarle nei laboratori e nelle sub-aree"),
                _(
                    "Un laboratorio per gli amministratori e due per gli operatori, con chi firma il piano;"
                    " poi incontri in ogni sub-area, condotti insieme da un amministratore e da un tecnico."
                ),
                12,
                ((CONTRIBUTE, ROOM), (VOTE, ROOM), (AMEND, INSIDERS)),
                (
                    (ProductKind.GRID, _("Griglia di sintesi degli incontri")),
                    (ProductKind.HYPOTHESES, _("Ipotesi emendate")),
                ),
            ),
            ProposedPhase(
                _("Attivare i ruoli"),
                _("Si attivano i ruoli che realizzano il piano; i progetti si raccolgono in macro-gruppi."),
                8,
                ((PRIORITISE, INSIDERS),),
                ((ProductKind.PROJECT, _("Progetti per macro-gruppi")),),
            ),
        ),
    ),
    PathTemplate(
        PathKind.LABGO,
        _("Distretto 5 Melzo, 2015-2017"),
        _(
            "Condividere programmazione, criticità, esperienza e responsabilità delle proposte, sulle"
            " priorità del documento attuativo periodico (DAPP)."
        ),
        (
            ProposedPhase(
                _("In plenaria: che cosa fa ciascuno"),
                _("Ogni organizzazione porta il proprio contributo: macro-questioni, interventi, servizi."),
                8,
                ((CONTRIBUTE, ROOM), (VOTE, ROOM)),
                ((ProductKind.GRID, _("Griglia di sintesi: macro-questioni e interventi attivi")),),
            ),
            ProposedPhase(
                _("Nei gruppi di progetto"),
                _("Si lavora sulle esigenze, non sulle richieste, e si scrivono le proposte."),
                12,
                ((CONTRIBUTE, MEMBERS), (PRIORITISE, MEMBERS)),
                ((ProductKind.PROJECT, _("Proposte per il DAPP")),),
            ),
            ProposedPhase(
                _("Al Tavolo Unificato"),
                _("Le proposte si mettono accanto a quelle degli altri laboratori."),
                4,
                ((AMEND, INSIDERS),),
                ((ProductKind.REPORT, _("Documento del laboratorio")),),
            ),
        ),
    ),
    PathTemplate(
        PathKind.COMMUNITY_LAB,
        _("Frignano, 2011-2013"),
        _(
            "Progettare con tutti gli operatori una gestione che regga nel territorio, dentro i vincoli che"
            " la politica ha dato."
        ),
        (
            ProposedPhase(
                _("Partire da chi opera"),
                _(
                    "Gli operatori di tutti gli enti raccontano il lavoro di ogni giorno: che cosa pesa,"
                    " che cosa regge."
                ),
                8,
                ((CONTRIBUTE, ROOM),),
                ((ProductKind.CONCEPT_MAP, _("Mappa di accesso, valutazione e presa in carico")),),
            ),
            ProposedPhase(
                _("La macro-organizzazione"),
                _("Che cosa sta al centro, che cosa resta in ogni comune."),
                16,
                ((CONTRIBUTE, ROOM), (VOTE, ROOM), (AMEND, INSIDERS)),
                ((ProductKind.HYPOTHESES, _("Ipotesi di macro-organizzazione")),),
            ),
            ProposedPhase(
                _("La micro-organizzazione"),
                _("Poli, case della salute, sportelli: chi lavora dove, con chi."),
                16,
                ((CONTRIBUTE, INSIDERS), (AMEND, INSIDERS)),
                ((ProductKind.REPORT, _("Micro-organizzazione, polo per polo")),),
            ),
            ProposedPhase(
                _("Verso la convenzione"),
                _("Il disegno torna agli amministratori, che lo votano."),
                12,
                ((PRIORITISE, MEMBERS),),
                ((ProductKind.OTHER, _("Schema di convenzione")),),
            ),
        ),
    ),
    PathTemplate(
        PathKind.REORDERING_LAB,
        _("metodo dell'Emilia-Romagna"),
        _(
            "Che vantaggi e che svantaggi può portare il riordino, partendo dagli obiettivi che le norme"
            " danno: una scelta insieme tecnica e politica, sui servizi e sull'organizzazione."
        ),
        (
            ProposedPhase(
                _("Lo stato di salute dei servizi"),
                _(
                    "Che cosa offre ciascun ente, come si accede, si valuta, si prende in carico; che cosa è"
                    " uguale e che cosa no da un luogo all'altro."
                ),
                12,
                ((CONTRIBUTE, ROOM),),
                (
                    (ProductKind.INSTRUMENT, _("Strumento di analisi dei servizi")),
                    (ProductKind.CONCEPT_MAP, _("Mappa concettuale dei percorsi di accesso")),
                ),
            ),
            ProposedPhase(
                _("Che cosa presidiare, che cosa ripensare"),
                _("Gli interventi da tenere come sono, e quelli che una gestione unica aiuterebbe."),
                10,
                ((CONTRIBUTE, INSIDERS), (VOTE, ROOM)),
                ((ProductKind.REPORT, _("Relazione sui servizi da presidiare e da ripensare")),),
            ),
            ProposedPhase(
                _("Vantaggi e svantaggi di ogni forma"),
                _("Unione, azienda, convenzione: criteri, pesi e giudizi."),
                8,
                ((AMEND, INSIDERS), (PRIORITISE, MEMBERS)),
                ((ProductKind.HYPOTHESES, _("Ipotesi di riordino")),),
            ),
        ),
    ),
    PathTemplate(
        PathKind.PACT,
        _("Reggio Emilia, Patto per il Welfare"),
        _("Dare alla comunità linee strategiche comuni e a ciascuna i suoi progetti, con chi li realizza."),
        (
            ProposedPhase(
                _("Chiamare gli attori"),
                _("Si invita chi nel territorio si prende cura, e si compongono i gruppi di lavoro."),
                6,
                ((CONTRIBUTE, INSIDERS),),
                ((ProductKind.OTHER, _("Elenco degli attori del patto")),),
            ),
            ProposedPhase(
                _("I gruppi di lavoro"),
                _("Ciascun gruppo mette insieme esigenze, competenze e risorse."),
                16,
                ((CONTRIBUTE, ROOM), (VOTE, ROOM)),
                ((ProductKind.GRID, _("Griglia delle linee strategiche")),),
            ),
            ProposedPhase(
                _("Le linee e i progetti"),
                _("Si scrivono le linee strategiche e i progetti di ciascuna."),
                12,
                ((AMEND, INSIDERS), (PRIORITISE, INSIDERS)),
                ((ProductKind.PROJECT, _("Progetti di ogni linea")),),
            ),
            ProposedPhase(
                _("La firma"),
                _("Gli attori firmano il patto, e si dice chi lo segue."),
                4,
                (),
                ((ProductKind.OTHER, _("Patto firmato")),),
            ),
        ),
    ),
    PathTemplate(
        PathKind.NEIGHBOURHOOD_TABLE,
        _("Reggio Emilia, Tavoli di Quartiere"),
        _("Pubblico, terzo settore e abitanti progettano e realizzano iniziative nel quartiere."),
        (
            ProposedPhase(
                _("Ascoltare il quartiere"),
                _("Che cosa si vive qui, chi può fare che cosa."),
                4,
                ((CONTRIBUTE, ROOM), (VOTE, ROOM)),
                ((ProductKind.CONCEPT_MAP, _("Mappa delle esigenze e delle risorse")),),
            ),
            ProposedPhase(
                _("Scegliere e progettare"),
                _("Si scelgono le iniziative e si scrive chi le porta avanti."),
                6,
                ((CONTRIBUTE, ROOM), (PRIORITISE, ROOM)),
                ((ProductKind.PROJECT, _("Iniziative del quartiere")),),
            ),
            ProposedPhase(
                _("Realizzare e raccontare"),
                _("Le iniziative si fanno; alla fine si dice che cosa è cambiato."),
                16,
                ((CONTRIBUTE, INSIDERS),),
                ((ProductKind.REPORT, _("Che cosa ne è stato")),),
            ),
        ),
    ),
    PathTemplate(PathKind.OTHER, _("da comporre"), ""),
)
BY_KIND: Mapping[str, PathTemplate] = {template.kind.value: template for template in TEMPLATES}


def spread(phases: Sequence[ProposedPhase], starts_on: date, last_day: date) -> list[tuple[date, date]]:
    """The first and the last day of each phase, one after the other, each long in proportion to its weeks.

    Every phase lasts a day at least: a period of fewer days than phases is lengthened.
    """
    days = max((last_day - starts_on).days + 1, len(phases))
    weeks = sum(phase.weeks for phase in phases)
    found, begin, walked = [], 0, 0
    for place, phase in enumerate(phases, start=1):
        walked += phase.weeks
        left = len(phases) - place
        end = min(max(round(days * walked / weeks), begin + 1), days - left)
        found.append((starts_on + timedelta(days=begin), starts_on + timedelta(days=end - 1)))
        begin = end
    return found
