"""Gatherings, phones in the room, contributions: the tables."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ordito.core.tables import Field, Loading, Record, Table
from ordito.participation.join_words import free_word
from ordito.participation.models import (
    Contribution,
    ContributionChannel,
    ContributionKind,
    ContributionState,
    Gathering,
    Phone,
)
from ordito.participation.models.voices import LONGEST_CONTRIBUTION
from ordito.participation.tables.moving import Column, Moving, hanging, joined

SLUG = r"[-a-z0-9_]+"
LONGEST_PATH = 200
MOST = 2_147_483_647

IN_PROCESS = ("process__code", "code")
IN_GATHERING = ("gathering__process__code", "gathering__code")
GATHERING = Column("gathering", table="gatherings", path=IN_GATHERING)

GATHERINGS_MOVING = Moving(
    Gathering,
    "process__district",
    (
        Column("code", path=IN_PROCESS),
        Column("process", "process__code", "processes"),
        Column("slug", "code"),
        *map(Column, ("title", "question")),
        Column("meeting", "meeting__code", "meetings"),
        Column("sub_area", "sub_area__code", "sub_areas"),
        *map(Column, ("opens_at", "closes_at", "head_count", "reads_first", "is_synthetic")),
    ),
    ("process", "code"),
    above="process",
    last="slug",
)
PHONES_MOVING = Moving(
    Phone,
    "gathering__process__district",
    (
        Column("code", path=(*IN_GATHERING, "number")),
        GATHERING,
        *map(Column, ("number", "joined_at", "table")),
    ),
    ("gathering", "number"),
    above="gathering",
)
CONTRIBUTIONS_MOVING = Moving(
    Contribution,
    "process__district",
    (
        Column("code", path=("process__code", "number")),
        Column("process", "process__code", "processes"),
        *map(Column, ("number", "kind", "text")),
        Column("about", table="contributions", path=("about__process__code", "about__number")),
        GATHERING,
        Column("channel"),
        Column("organisation", "organisation__code", "organisations"),
        Column(
            "phone",
            table="phones",
            path=("phone__gathering__process__code", "phone__gathering__code", "phone__number"),
        ),
        *map(Column, ("table", "group", "size")),
        Column("sub_area", "sub_area__code", "sub_areas"),
        *map(Column, ("at", "state", "state_because", "is_synthetic")),
    ),
    ("process", "number"),
    above="process",
)


def load_gatherings(loading: Loading) -> None:
    """Write gatherings; a new one gets the word of the file when it is free, or one of its own."""
    rows = list(hanging(loading, "process", "slug"))
    words = _words(rows)
    GATHERINGS_MOVING.write(loading, rows, join_word=lambda: next(words))


def _words(rows: list[Record]) -> Iterator[str]:
    taken = set(Gathering.objects.values_list("join_word", flat=True))
    for row in rows:
        wanted = row["join_word"]
        word = wanted if wanted and wanted not in taken else free_word(taken)
        taken.add(word)
        yield word


def load_phones(loading: Loading) -> None:
    """Write phones; a new one gets the fingerprint of a secret that nobody holds."""
    PHONES_MOVING.write(loading, hanging(loading, "gathering"), key_sha256=lambda: secrets.token_hex(32))


def load_contributions(loading: Loading) -> None:
    """Write contributions, each after the one that it is about."""
    waiting = [row for row in hanging(loading, "process") if _is_whole(loading, row)]
    own = {row["code"] for row in waiting}
    while waiting:
        ready = [row for row in waiting if row["about"] not in own]
        own -= {row["code"] for row in ready}
        waiting = [row for row in waiting if row["code"] in own]
        CONTRIBUTIONS_MOVING.write(loading, ready)


def _is_whole(loading: Loading, row: Record) -> bool:
    """Say what the database would refuse: an opinion about nothing, something hidden without a reason."""
    if row["kind"] in (ContributionKind.PRO, ContributionKind.CON) and row["about"] is None:
        loading.wrong(row, "about", _now("il contributo a favore o contro cui si parla"))
        return False
    if row["state"] == ContributionState.HIDDEN and not row["state_because"]:
        loading.wrong(row, "state_because", _now("il motivo per cui è nascosto"))
        return False
    return True


def code(description: Any, above: str, last: str = "number") -> Field:
    """The column with the code of a row that hangs under another."""
    return Field(
        "code",
        "string",
        _("Codice"),
        description,
        required=True,
        max_length=LONGEST_PATH,
        default=joined(above, last),
    )


PROCESS = Field("process", "string", _("Percorso"), required=True, references="processes.code")
NUMBER = Field("number", "integer", _("Numero"), required=True, minimum=1, maximum=MOST)
SYNTHETIC = Field(
    "is_synthetic", "boolean", _("Dimostrativo"), _("Vero per i dati inventati; vuoto vale falso.")
)
SUB_AREA = Field("sub_area", "string", _("Sub-area"), references="sub_areas.code")
OF_GATHERING = Field("gathering", "string", _("Raccolta"), required=True, references="gatherings.code")


GATHERINGS = Table(
    "gatherings",
    _("Raccolte"),
    _(
        "I momenti in cui si raccolgono le voci di un percorso. La parola per entrare dal telefono non si "
        "esporta: vale quella del file se è libera, o una nuova."
    ),
    (
        code(_("Il codice del percorso, «/», il nome breve; vuoto si compone da sé."), "process", "slug"),
        PROCESS,
        Field("slug", "string", _("Nome breve"), required=True, pattern=SLUG, max_length=80),
        Field("title", "string", _("Titolo"), required=True, max_length=200),
        Field("question", "string", _("La domanda")),
        Field("meeting", "string", _("Incontro"), references="meetings.code"),
        SUB_AREA,
        Field("opens_at", "datetime", _("Si apre"), required=True),
        Field("closes_at", "datetime", _("Si chiude")),
        Field("head_count", "integer", _("Persone in sala"), minimum=0, maximum=MOST),
        Field(
            "reads_first",
            "boolean",
            _("Si legge prima di mostrare"),
            _("Vuoto vale falso."),
            default=lambda _row: False,
        ),
        SYNTHETIC,
        Field(
            "join_word",
            "string",
            _("Parola per entrare"),
            pattern=r"[a-z]+",
            max_length=20,
            import_only=True,
        ),
    ),
    room="participation",
    primary_key=("code",),
    rows=GATHERINGS_MOVING.rows,
    load=load_gatherings,
    keys=GATHERINGS_MOVING.keys,
)
PHONES = Table(
    "phones",
    _("Telefoni in sala"),
    _(
        "I telefoni entrati in una raccolta: un numero, mai un nome. Il segreto e l'eventuale e-mail non si "
        "esportano: un telefono importato non può più scrivere."
    ),
    (
        code(_("Il codice della raccolta, «/», il numero; vuoto si compone da sé."), "gathering"),
        OF_GATHERING,
        NUMBER,
        Field("joined_at", "datetime", _("Entrato il"), required=True),
        Field("table", "string", _("Tavolo"), max_length=40),
    ),
    room="participation",
    primary_key=("code",),
    rows=PHONES_MOVING.rows,
    load=load_phones,
    keys=PHONES_MOVING.keys,
)
CONTRIBUTIONS = Table(
    "contributions",
    _("Contributi"),
    _("Che cosa è stato detto in un percorso, da quale organizzazione o da quante persone; mai da chi."),
    (
        code(_("Il codice del percorso, «/», il numero; vuoto si compone da sé."), "process"),
        PROCESS,
        NUMBER,
        Field(
            "kind",
            "string",
            _("Che cos'è"),
            _("Vuoto: un'esigenza."),
            choices=ContributionKind.choices,
            default=lambda _row: ContributionKind.NEED.value,
        ),
        Field("text", "string", _("Testo"), required=True, max_length=LONGEST_CONTRIBUTION, personal=True),
        Field(
            "about",
            "string",
            _("A proposito di"),
            _("Serve a chi è a favore o contro."),
            references="contributions.code",
        ),
        Field("gathering", "string", _("Raccolta"), references="gatherings.code"),
        Field("channel", "string", _("Come è arrivato"), required=True, choices=ContributionChannel.choices),
        Field("organisation", "string", _("A nome di"), references="organisations.code"),
        Field("phone", "string", _("Telefono"), references="phones.code"),
        Field("table", "string", _("Tavolo"), max_length=40),
        Field("group", "string", _("Gruppo"), max_length=80),
        Field(
            "size",
            "integer",
            _("Quante persone lo dicono"),
            _("Vuoto: una."),
            minimum=1,
            maximum=MOST,
            default=lambda _row: 1,
        ),
        SUB_AREA,
        Field("at", "datetime", _("Quando"), required=True),
        Field(
            "state",
            "string",
            _("Stato"),
            _("Vuoto: visibile."),
            choices=ContributionState.choices,
            default=lambda _row: ContributionState.SHOWN.value,
        ),
        Field("state_because", "string", _("Perché"), _("Serve se è nascosto."), max_length=300),
        SYNTHETIC,
    ),
    room="participation",
    primary_key=("code",),
    rows=CONTRIBUTIONS_MOVING.rows,
    load=load_contributions,
    keys=CONTRIBUTIONS_MOVING.keys,
)

TABLES = (GATHERINGS, PHONES, CONTRIBUTIONS)
