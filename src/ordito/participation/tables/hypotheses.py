"""Hypotheses, their versions and paragraphs: the tables. A version is added, and never changes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ordito.core.models import District
from ordito.core.tables import Field, Loading, Record, Table
from ordito.governance.models import Decision
from ordito.participation.models import (
    Hypothesis,
    HypothesisState,
    HypothesisVersion,
    Paragraph,
    ParagraphText,
)
from ordito.participation.tables.moving import Column, joined, joining

SLUG = r"[-a-z0-9_]+"
LONGEST_PATH = 180
LONGEST_SLUG = 80
DECIDED = ("decided_in", "decision")

NUMBER = Field("number", "integer", _("Numero"), required=True, minimum=1)
SYNTHETIC = Field(
    "is_synthetic", "boolean", _("Dimostrativo"), _("Vero per i dati inventati; vuoto vale falso.")
)
HYPOTHESIS = Field("hypothesis", "string", _("Ipotesi"), required=True, references="hypotheses.code")
DECIDED_IN = Field(
    "decided_in",
    "string",
    _("Incontro della decisione"),
    _("Il codice dell'incontro che ha deciso."),
    references="meetings.code",
)
DECISION = Field(
    "decision", "string", _("Decisione"), _("Il suo numero, nell'incontro che ha deciso."), max_length=40
)


def code_field(above: str, last: str = "number") -> Field:
    """The column with the whole code of a row."""
    return Field(
        "code",
        "string",
        _("Codice"),
        _("Il codice di ciò che sta sopra, «/», il numero o il nome breve; vuoto si compone da sé."),
        required=True,
        max_length=LONGEST_PATH,
        default=joined(above, last),
    )


def rightly_named(loading: Loading, above: str, last: str = "number") -> Iterable[Record]:
    """The rows whose code is made of what is above and of what completes it; the others are said wrong."""
    for row in loading:
        code = f"{row[above]}/{row[last]}"
        if row["code"] == code:
            yield row
        else:
            loading.wrong(row, "code", f"«{code}»")


def decisions_of(loading: Loading) -> dict[tuple[int, str], int]:
    """The decisions of the district by meeting and number."""
    rows = Decision.objects.filter(meeting__district=loading.district)
    return {(meeting, number): pk for pk, meeting, number in rows.values_list("pk", "meeting", "number")}


def decision_in(loading: Loading, row: Record, known: dict[tuple[int, str], int]) -> int | None:
    """The decision that a row names by its meeting and its number."""
    if not row["decision"] and row["decided_in"] is None:
        return None
    found = known.get((loading.pk_or_none("meetings", row["decided_in"]) or 0, row["decision"]))
    if found is None:
        loading.wrong(row, "decision", gettext("il numero di una decisione di quell'incontro"))
    return found


def _hypotheses(district: District) -> Iterable[tuple[Any, ...]]:
    rows = Hypothesis.objects.filter(process__district=district)
    told = rows.values_list(
        "process__code",
        "code",
        "title",
        "decided_by__code",
        "state",
        "decision__meeting__code",
        "decision__number",
        "is_synthetic",
    )
    for process, slug, *facts in told.iterator():
        yield (f"{process}/{slug}", process, slug, *facts)


def _load_hypotheses(loading: Loading) -> None:
    decisions = decisions_of(loading)
    made = [
        Hypothesis(
            process_id=loading.pk("processes", row["process"]),
            code=row["slug"],
            title=row["title"],
            decided_by_id=loading.pk("bodies", row["decided_by"]),
            state=row["state"],
            decision_id=decision_in(loading, row, decisions),
            is_synthetic=bool(row["is_synthetic"]),
        )
        for row in rightly_named(loading, "process", "slug")
    ]
    update = loading.given("title", "decided_by", "state", "decision", "is_synthetic")
    loading.upsert(Hypothesis, made, by=["process", "code"], update=update)


def hypothesis_keys(district: District) -> Iterable[tuple[Any, int]]:
    rows = Hypothesis.objects.filter(process__district=district)
    for process, slug, pk in rows.values_list("process__code", "code", "pk").iterator():
        yield f"{process}/{slug}", pk


def numbered_keys(model: Any) -> Any:
    """The keys of a model whose rows are numbered in a hypothesis."""

    def keys(district: District) -> Iterable[tuple[Any, int]]:
        rows = model.objects.filter(hypothesis__process__district=district)
        told = rows.values_list("hypothesis__process__code", "hypothesis__code", "number", "pk")
        for process, slug, number, pk in told.iterator():
            yield f"{process}/{slug}/{number}", pk

    return keys


def _versions(district: District) -> Iterable[tuple[Any, ...]]:
    rows = HypothesisVersion.objects.filter(hypothesis__process__district=district)
    told = rows.values_list("hypothesis__process__code", "hypothesis__code", "number", "note", "at")
    for process, slug, number, note, at in told.iterator():
        yield f"{process}/{slug}/{number}", f"{process}/{slug}", number, note, at


def _load_versions(loading: Loading) -> None:
    ids = dict(numbered_keys(HypothesisVersion)(loading.district))
    there = HypothesisVersion.objects.in_bulk(ids.values())
    new = []
    for row in rightly_named(loading, "hypothesis"):
        known = there.get(ids.get(row["code"], 0))
        if known is None:
            new.append(
                HypothesisVersion(
                    hypothesis_id=loading.pk("hypotheses", row["hypothesis"]),
                    **{name: row[name] for name in ("number", "note", "at")},
                )
            )
        else:
            _refuse_changed(loading, row, known, "note", "at")
    HypothesisVersion.objects.bulk_create(new, batch_size=1_000)
    loading.forget("hypothesis_versions")


def _refuse_changed(loading: Loading, row: Record, known: Any, *facts: str) -> None:
    """Say that a row is wrong when it would change what is there."""
    if any(getattr(known, name) != row[name] for name in loading.given(*facts)):
        loading.wrong(row, "code", gettext("una versione nuova: quelle che ci sono non cambiano"))


def _paragraphs(district: District) -> Iterable[tuple[Any, ...]]:
    rows = Paragraph.objects.filter(hypothesis__process__district=district)
    told = rows.values_list(
        "hypothesis__process__code",
        "hypothesis__code",
        "number",
        "split_from__number",
        "joined_to__number",
    )
    for process, slug, number, split_from, joined_to in told.iterator():
        above = f"{process}/{slug}"
        origins = (f"{above}/{other}" if other is not None else None for other in (split_from, joined_to))
        yield (f"{above}/{number}", above, number, *origins)


def _load_paragraphs(loading: Loading) -> None:
    rows = list(rightly_named(loading, "hypothesis"))
    made = (
        Paragraph(hypothesis_id=loading.pk("hypotheses", row["hypothesis"]), number=row["number"])
        for row in rows
    )
    loading.upsert(Paragraph, made, by=["hypothesis", "number"])
    names = loading.given("split_from", "joined_to")
    for row in rows:  # now that every paragraph has an id
        named = {name: loading.pk_or_none("paragraphs", row[name]) for name in names}
        if any(row[name] and not row[name].startswith(f"{row['hypothesis']}/") for name in names):
            loading.wrong(row, "code", gettext("paragrafi della stessa ipotesi"))
        elif any(named.values()):
            Paragraph.objects.filter(pk=loading.pk("paragraphs", row["code"])).update(
                **{f"{name}_id": pk for name, pk in named.items()}
            )


def _texts(district: District) -> Iterable[tuple[Any, ...]]:
    rows = ParagraphText.objects.filter(version__hypothesis__process__district=district)
    told = rows.values_list(
        "version__hypothesis__process__code",
        "version__hypothesis__code",
        "version__number",
        "paragraph__number",
        "position",
        "heading",
        "text",
    )
    for process, slug, version, paragraph, *facts in told.iterator():
        yield (f"{process}/{slug}/{version}", f"{process}/{slug}/{paragraph}", *facts)


def _load_texts(loading: Loading) -> None:
    rows = ParagraphText.objects.filter(version__hypothesis__process__district=loading.district)
    there = {(each.version_id, each.paragraph_id): each for each in rows}
    written = {version for version, _paragraph in there}
    new = []
    for row in loading:
        if row["version"].rpartition("/")[0] != row["paragraph"].rpartition("/")[0]:
            loading.wrong(row, "paragraph", gettext("un paragrafo della stessa ipotesi"))
            continue
        version = loading.pk("hypothesis_versions", row["version"])
        paragraph = loading.pk("paragraphs", row["paragraph"])
        known = there.get((version, paragraph))
        facts = {name: row[name] for name in ("position", "heading", "text")}
        if known is not None:
            _refuse_changed_text(loading, row, known)
        elif version in written:
            loading.wrong(row, "version", gettext("una versione nuova: a quelle che ci sono non si aggiunge"))
        else:
            new.append(ParagraphText(version_id=version, paragraph_id=paragraph, **facts))
    ParagraphText.objects.bulk_create(new, batch_size=1_000)


def _refuse_changed_text(loading: Loading, row: Record, known: ParagraphText) -> None:
    if any(getattr(known, name) != row[name] for name in loading.given("position", "heading", "text")):
        loading.wrong(row, "version", gettext("una versione nuova: quelle che ci sono non cambiano"))


PARAGRAPH = Field("paragraph", "string", _("Paragrafo"), required=True, references="paragraphs.code")
OF_PARAGRAPH = ("paragraph__hypothesis__process__code", "paragraph__hypothesis__code", "paragraph__number")


def _rests(name: str, title: Any, description: Any, through: Any, column: Column, field: Field) -> Table:
    rows, load = joining(
        through,
        "paragraph__hypothesis__process__district",
        Column("paragraph", "paragraph", "paragraphs", OF_PARAGRAPH),
        column,
    )
    return Table(
        name,
        title,
        description,
        (PARAGRAPH, field),
        room="participation",
        primary_key=("paragraph", field.name),
        rows=rows,
        load=load,
    )


HYPOTHESES = Table(
    "hypotheses",
    _("Documenti di ipotesi"),
    _("Le ipotesi che un percorso scrive, chi le decide e a che punto sono."),
    (
        code_field("process", "slug"),
        Field("process", "string", _("Percorso"), required=True, references="processes.code"),
        Field(
            "slug",
            "string",
            _("Nome breve"),
            _("Nell'indirizzo, dentro il percorso."),
            required=True,
            pattern=SLUG,
            max_length=LONGEST_SLUG,
        ),
        Field("title", "string", _("Titolo"), required=True, max_length=200),
        Field("decided_by", "string", _("Chi decide"), required=True, references="bodies.code"),
        Field(
            "state",
            "string",
            _("Stato"),
            _("Vuoto: in scrittura."),
            choices=HypothesisState.choices,
            default=lambda _row: HypothesisState.DRAFT.value,
        ),
        DECIDED_IN,
        DECISION,
        SYNTHETIC,
    ),
    room="participation",
    primary_key=("code",),
    rows=_hypotheses,
    load=_load_hypotheses,
    keys=hypothesis_keys,
    after=("decisions",),
)
VERSIONS = Table(
    "hypothesis_versions",
    _("Versioni delle ipotesi"),
    _("Lo stato dell'intero documento a un certo momento: nessuna cambia più."),
    (
        code_field("hypothesis"),
        HYPOTHESIS,
        NUMBER,
        Field("note", "string", _("Che cosa cambia"), max_length=300),
        Field("at", "datetime", _("Quando"), required=True),
    ),
    room="participation",
    primary_key=("code",),
    rows=_versions,
    load=_load_versions,
    keys=numbered_keys(HypothesisVersion),
)
PARAGRAPHS = Table(
    "paragraphs",
    _("Paragrafi delle ipotesi"),
    _("I paragrafi, che restano gli stessi da una versione all'altra, e da quali altri vengono."),
    (
        code_field("hypothesis"),
        HYPOTHESIS,
        NUMBER,
        Field("split_from", "string", _("Staccato dal paragrafo"), references="paragraphs.code"),
        Field("joined_to", "string", _("Unito al paragrafo"), references="paragraphs.code"),
    ),
    room="participation",
    primary_key=("code",),
    rows=_paragraphs,
    load=_load_paragraphs,
    keys=numbered_keys(Paragraph),
    tree=False,
)
PARAGRAPH_TEXTS = Table(
    "paragraph_texts",
    _("Testi dei paragrafi"),
    _("Come si legge ogni paragrafo in ogni versione, e a quale posto."),
    (
        Field("version", "string", _("Versione"), required=True, references="hypothesis_versions.code"),
        PARAGRAPH,
        Field("position", "integer", _("Posto"), required=True, minimum=1),
        Field("heading", "string", _("Titoletto"), max_length=200),
        Field("text", "string", _("Testo")),
    ),
    room="participation",
    primary_key=("version", "paragraph"),
    rows=_texts,
    load=_load_texts,
)
PARAGRAPH_CELLS = _rests(
    "paragraph_cells",
    _("Celle su cui poggiano i paragrafi"),
    _("Da quali celle di una griglia viene un paragrafo."),
    Paragraph.cells.through,
    Column(
        "cell",
        "cell",
        "cells",
        ("cell__grid__process__code", "cell__grid__code", "cell__row__number", "cell__column__number"),
    ),
    Field("cell", "string", _("Cella"), required=True, references="cells.code"),
)
PARAGRAPH_CONTRIBUTIONS = _rests(
    "paragraph_contributions",
    _("Contributi su cui poggiano i paragrafi"),
    _("Da quali contributi viene un paragrafo."),
    Paragraph.contributions.through,
    Column(
        "contribution",
        "contribution",
        "contributions",
        ("contribution__process__code", "contribution__number"),
    ),
    Field("contribution", "string", _("Contributo"), required=True, references="contributions.code"),
)
PARAGRAPH_SOURCES = _rests(
    "paragraph_sources",
    _("Fonti su cui poggiano i paragrafi"),
    _("Da quali fonti viene un paragrafo."),
    Paragraph.sources.through,
    Column("source", "source", "sources", ("source__code",)),
    Field("source", "string", _("Fonte"), required=True, references="sources.code"),
)

TABLES = (
    HYPOTHESES,
    VERSIONS,
    PARAGRAPHS,
    PARAGRAPH_CELLS,
    PARAGRAPH_CONTRIBUTIONS,
    PARAGRAPH_SOURCES,
    PARAGRAPH_TEXTS,
)
