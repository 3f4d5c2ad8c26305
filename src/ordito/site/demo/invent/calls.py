"""The call by which the third sector of Melzo came into the labs, and one that is open now."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from ordito.site.demo.invent import voices

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ordito.site.demo.sheets import Sheets

COMPLETED = 9
"""One application in so many was completed on request."""
CALL, OPEN = "manifestazione-labgo", "co-progettazione-spazi-compiti"
PUBLISHED, CLOSED = date(2016, 3, 21), date(2016, 4, 15)
REQUIREMENTS = (
    "Sede o attività in almeno un comune del distretto",
    "Statuto o atto costitutivo coerente con i temi del laboratorio",
    "Dichiarazione di assenza di cause di esclusione",
)
CRITERIA = (("Esperienza con ragazzi e famiglie", 30), ("Qualità della proposta", 50), ("Lavoro in rete", 20))
WORDS = {
    "terms": "Dal sito, oppure per PEC all'Ufficio di Piano, indicando che cosa si può offrire.",
    "conclusion": "Con l'elenco degli ammessi, che da quel giorno sono membri dei laboratori scelti.",
    "transparency": "L'avviso e l'esito si pubblicano su queste pagine e all'albo dei comuni.",
}


def invent(sheets: Sheets, labs: Mapping[str, str], *, admitted: str, office: str) -> None:
    """Invent who answered, when, and for which labs: those that then sat there."""
    _concluded(sheets, admitted, office, sorted(labs))
    chosen: dict[str, list[str]] = {}
    for lab, codes in labs.items():
        for code in codes.split():
            chosen.setdefault(code, []).append(lab)
    for number, code in enumerate(sorted(chosen), start=1):
        _applied(sheets, code, number, admitted)
        for lab in chosen[code]:
            sheets.invent("application_labs", application=f"{CALL}/{number}", body=lab)
    _open(sheets, office)


def _concluded(sheets: Sheets, admitted: str, office: str, labs: list[str]) -> None:
    sheets.invent(
        "calls",
        code=CALL,
        title="Manifestazione di interesse per i laboratori di governance",
        kind="interest",
        officer=office,
        mandated_by="assemblea",
        starting_act="Atto dimostrativo n. 4 del 14/03/2016",
        purpose=(
            "Si cercano cooperative, associazioni e fondazioni che vogliano lavorare nei LabGo: condividere "
            "programmazione, criticità ed esperienze, e la responsabilità delle proposte."
        ),
        timing="Le domande arrivano entro il 15/04/2016; l'esito è entro il 02/05/2016.",
        state="concluded",
        published_on=PUBLISHED.isoformat(),
        closes_on=CLOSED.isoformat(),
        result_on=admitted,
        **WORDS,
    )
    for lab in labs:
        sheets.invent("call_labs", call=CALL, body=lab)
    for number, text in enumerate(REQUIREMENTS, start=1):
        sheets.invent("call_requirements", call=CALL, number=number, text=text)


def _applied(sheets: Sheets, code: str, number: int, admitted: str) -> None:
    one = sheets.rows("organisations", code=code)[0]
    speaker = sheets.rows("delegates", organisation=code)[0]["person"]
    day = PUBLISHED + timedelta(days=number * 7 % (CLOSED - PUBLISHED).days)
    key = f"{CALL}/{number}"
    sheets.invent(
        "applications",
        call=CALL,
        number=number,
        organisation=code,
        name=one["name"],
        kind=one["kind"],
        represented_by=voices.name_of(sheets, speaker),
        email=f"{code}@example.org",
        offers=one.get("purpose", ""),
        channel="certified_mail" if number % 3 else "online",
        received_at=f"{day.isoformat()}T{8 + number % 9:02}:{number * 13 % 60:02}:00+02:00",
        protocol=f"{1_400 + number * 3}/2016",
        state="admitted",
        decided_on=admitted,
    )
    for requirement in range(1, len(REQUIREMENTS) + 1):
        sheets.invent(
            "application_checks", application=key, requirement=f"{CALL}/{requirement}", outcome="met"
        )
    if not number % COMPLETED:
        sheets.invent(
            "application_integrations",
            application=key,
            number=1,
            asked_on="2016-04-18",
            text="Manca la copia dello statuto.",
            due_on="2016-04-26",
            answered_on="2016-04-22",
            answer="Si allega lo statuto.",
        )


def _open(sheets: Sheets, office: str) -> None:
    """A co-design that takes applications on the day of the demonstration, with two answers."""
    sheets.invent(
        "calls",
        code=OPEN,
        title="Co-progettazione degli spazi compiti",
        kind="co_design",
        officer=office,
        mandated_by="tavolo-tecnico",
        starting_act="Atto dimostrativo n. 11 del 12/12/2016",
        purpose="Si cercano enti del Terzo settore per progettare e gestire gli spazi compiti.",
        frame="Due anni scolastici, quattro comuni, importo dimostrativo di 96.000 euro.",
        timing="Le domande arrivano entro il 20/01/2017; la commissione si riunisce entro il 31/01/2017.",
        state="published",
        published_on="2016-12-19",
        closes_on="2017-01-20",
        **WORDS
        | {
            "conclusion": "Con l'elenco degli ammessi e i loro punti: si progetta insieme dal primo incontro."
        },
    )
    for number, text in enumerate(REQUIREMENTS, start=1):
        sheets.invent("call_requirements", call=OPEN, number=number, text=text)
    for number, (text, most) in enumerate(
        (("Esperienza con ragazzi e famiglie", 30), ("Qualità della proposta", 50), ("Lavoro in rete", 20)),
        start=1,
    ):
        sheets.invent("call_criteria", call=OPEN, number=number, text=text, most=most)
    for number, code in enumerate(("il-filo", "la-trama"), start=1):
        one = sheets.rows("organisations", code=code)[0]
        speaker = sheets.rows("delegates", organisation=code)[0]["person"]
        sheets.invent(
            "applications",
            call=OPEN,
            number=number,
            organisation=code,
            name=one["name"],
            kind=one["kind"],
            represented_by=voices.name_of(sheets, speaker),
            email=f"{code}@example.org",
            channel="online",
            received_at=f"2017-01-0{2 + number}T10:20:00+01:00",
        )
    sheets.invent(
        "call_commission", call=OPEN, number=1, name=office, role="Presidente", declared_on="2017-01-05"
    )
    expert = "Esperta di servizi educativi"
    sheets.invent("call_commission", call=OPEN, number=2, name="Delfina Ricamatti", role=expert)
    sheets.invent(
        "application_integrations",
        application=f"{OPEN}/2",
        number=1,
        asked_on="2017-01-05",
        text="Manca la dichiarazione di assenza di cause di esclusione.",
        due_on="2017-01-16",
    )
    sheets.rows("applications", call=OPEN, number="2")[0]["state"] = "integration"
