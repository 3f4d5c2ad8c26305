"""Sources, readings, activities, elaborations: the tables."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ordito.community.models import UserArea
from ordito.core.tables import Field, Table
from ordito.participation.commands.knowledge import RESERVED_CODES
from ordito.participation.models import (
    Elaboration,
    EmblematicActivity,
    Source,
    SourceKind,
    SuggestedReading,
)
from ordito.participation.tables.files import Files
from ordito.participation.tables.moving import Column, Moving, joining
from ordito.participation.tables.processes import (
    PROCESS,
    PUBLIC,
    SLUG,
    SYNTHETIC,
    NotReserved,
    hangs,
    in_process,
)

EARLIEST, LATEST = 1800, 2200
SOURCE = Field("source", "string", _("Fonte"), required=True, references="sources.code")
SOURCES_MOVING = Moving(
    Source,
    "district",
    tuple(
        map(
            Column,
            (
                "code",
                "title",
                "kind",
                "author",
                "year",
                "phenomenon",
                "user_area",
                "period",
                "treatment",
                "link",
                "is_public",
                "is_synthetic",
            ),
        )
    ),
    ("district", "code"),
)
source_place_rows, load_source_places = joining(
    Source.municipalities.through,
    "source__district",
    Column("source", "source", "sources", ("source__code",)),
    Column("municipality", "municipality", "municipalities", ("municipality__istat_code",)),
)
READINGS_MOVING = Moving(
    SuggestedReading,
    "process__district",
    (
        Column("process", "process__code", "processes"),
        Column("source", "source__code", "sources"),
        Column("number"),
        Column("why"),
    ),
    ("process", "source"),
)
cited_rows, load_cited = joining(
    Elaboration.cites.through,
    "elaboration__process__district",
    Column(
        "elaboration",
        "elaboration",
        "elaborations",
        ("elaboration__process__code", "elaboration__number"),
    ),
    Column("source", "source", "sources", ("source__code",)),
)

SOURCES = Table(
    "sources",
    _("Fonti"),
    _("La mappa dei documenti: quale fenomeno descrivono, dove, quando, come è trattato."),
    (
        Field("code", "string", _("Codice"), required=True, pattern=SLUG, max_length=80),
        Field("title", "string", _("Titolo"), required=True, max_length=300),
        Field(
            "kind",
            "string",
            _("Tipo"),
            _("Vuoto diventa «other»: non si indovina."),
            choices=SourceKind.choices,
            default=lambda _row: SourceKind.OTHER.value,
        ),
        Field("author", "string", _("Di chi"), max_length=200),
        Field("year", "integer", _("Anno"), minimum=EARLIEST, maximum=LATEST),
        Field("phenomenon", "string", _("Quale fenomeno descrive")),
        Field("user_area", "string", _("Area di utenza"), choices=UserArea.choices),
        Field("period", "string", _("Di quale periodo"), max_length=80),
        Field("treatment", "string", _("Come il fenomeno è trattato")),
        Field("link", "string", _("Collegamento"), pattern=r"https?://\S+", max_length=200),
        PUBLIC,
        SYNTHETIC,
    ),
    room="participation",
    primary_key=("code",),
    rows=SOURCES_MOVING.rows,
    load=SOURCES_MOVING.load,
    keys=lambda district: Source.objects.filter(district=district).values_list("code", "pk"),
    checks=(NotReserved(RESERVED_CODES),),
)
SOURCE_FILES = Files(Source, "district", ("code",), "source").table(_("File delle fonti"), SOURCE)
SOURCE_PLACES = Table(
    "source_municipalities",
    _("Comuni delle fonti"),
    _("Quali comuni descrive una fonte; chi non ne nomina descrive l'ambito intero."),
    (
        SOURCE,
        Field("municipality", "string", _("Comune"), required=True, references="municipalities.istat_code"),
    ),
    room="participation",
    primary_key=("source", "municipality"),
    rows=source_place_rows,
    load=load_source_places,
)
READINGS = Table(
    "suggested_readings",
    _("Letture consigliate"),
    _("Le fonti che un percorso consiglia di leggere, in ordine, e perché."),
    (
        PROCESS,
        SOURCE,
        Field("number", "integer", _("Numero"), required=True, minimum=1, maximum=32_000),
        Field("why", "string", _("Perché leggerlo"), max_length=300),
    ),
    room="participation",
    primary_key=("process", "source"),
    rows=READINGS_MOVING.rows,
    load=READINGS_MOVING.load,
)
ACTIVITIES = hangs(
    "emblematic_activities",
    _("Attività emblematiche"),
    _("Attività che dicono più di sé: che cosa funziona, che cosa no, che cosa rivedere."),
    in_process(
        EmblematicActivity,
        Column("title"),
        Column("organisation", "organisation__code", "organisations"),
        Column("sub_area", "sub_area__code", "sub_areas"),
        *map(Column, ("description", "positive", "critical", "to_revise", "is_synthetic")),
    ),
    Field("title", "string", _("Attività"), required=True, max_length=200),
    Field("organisation", "string", _("Di chi"), references="organisations.code"),
    Field("sub_area", "string", _("Sub-area"), references="sub_areas.code"),
    Field("description", "string", _("Che cosa si fa")),
    Field("positive", "string", _("Aspetti positivi")),
    Field("critical", "string", _("Aspetti critici")),
    Field("to_revise", "string", _("Che cosa rivedere")),
    SYNTHETIC,
)
ELABORATIONS = hangs(
    "elaborations",
    _("Elaborazioni"),
    _("Che cosa è stato preparato per un incontro."),
    in_process(
        Elaboration,
        Column("meeting", "meeting__code", "meetings"),
        *map(Column, ("title", "text", "is_synthetic")),
    ),
    Field("meeting", "string", _("Per l'incontro"), references="meetings.code"),
    Field("title", "string", _("Titolo"), required=True, max_length=200),
    Field("text", "string", _("Testo")),
    SYNTHETIC,
)
ELABORATION = Field("elaboration", "string", _("Elaborazione"), required=True, references="elaborations.code")
ELABORATION_FILES = Files(Elaboration, "process__district", ("process__code", "number"), "elaboration").table(
    _("File delle elaborazioni"), ELABORATION
)
CITED = Table(
    "elaboration_sources",
    _("Fonti citate"),
    _("Quali fonti cita un'elaborazione."),
    (ELABORATION, SOURCE),
    room="participation",
    primary_key=("elaboration", "source"),
    rows=cited_rows,
    load=load_cited,
)

TABLES = (
    SOURCES,
    SOURCE_PLACES,
    SOURCE_FILES,
    READINGS,
    ACTIVITIES,
    ELABORATIONS,
    ELABORATION_FILES,
    CITED,
)
