"""The page of the indicators: each number of the territory with the formula that computes it."""

from __future__ import annotations

from ordito.territory.queries.indicators import INDICATORS
from ordito.territory.queries.leps import INHABITANTS_PER_WORKER, social_workers_needed

PEOPLE_OF_THE_EXAMPLE = 41_239

INTRODUCTION = """\
Sono i numeri che la pagina del territorio colora sulla mappa e che il capitolo del Piano di Zona
riporta. Si calcolano per comune, per sub-area e per l'intero ambito, sommando prima le parti: la densità
dell'ambito è la somma degli abitanti divisa per la somma delle superfici, non la media delle densità.
Quello che manca resta un trattino: di un comune senza dati per età non si stima nulla, e anche l'ambito
che lo contiene mostra il trattino.
"""

LEPS = """\
## Assistenti sociali: il livello essenziale

La legge 178/2020 (art. 1, commi 797 e seguenti) misura il servizio sociale professionale in assistenti
sociali a tempo pieno per abitanti. Ordito divide gli abitanti per ciascun rapporto, senza arrotondare
prima della fine, e ne toglie gli operatori in servizio quando sono noti.

| rapporto | su 41.239 abitanti servono |
|---|---|
"""


def indicators_page() -> str:
    """Describe every indicator with unit, formula and meaning."""
    rows = [
        f"| `{each.key}` | {each.name} | {each.unit} | {each.formula} | {each.meaning} |"
        for each in INDICATORS
    ]
    head = "| chiave | indicatore | unità | come si calcola | che cosa dice |\n|---|---|---|---|---|"
    needs = social_workers_needed(PEOPLE_OF_THE_EXAMPLE)
    ratios = [
        f"| 1 ogni {_whole(ratio)} | {_tenths(float(need.workers))} |"
        for ratio, need in zip(INHABITANTS_PER_WORKER, needs, strict=True)
    ]
    parts = ["# Gli indicatori del territorio", "", INTRODUCTION, head, *rows, "", LEPS.rstrip("\n"), *ratios]
    return "\n".join(parts)


def _whole(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _tenths(number: float) -> str:
    return f"{number:.2f}".replace(".", ",")
