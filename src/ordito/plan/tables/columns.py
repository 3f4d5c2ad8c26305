"""Columns that the plan's tables share, and how a row says where it hangs."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ordito.core.tables import Field, Loading, Record
from ordito.governance.models import Decision

CODE = r"[-a-zA-Z0-9_]+"
NUMBER = r"[^/]+"
LONGEST_PATH = 120
MOST_EUROS = Decimal("9999999999.99")
SMALLEST_INTEGER_MAXIMUM = 32_767

Rows = Iterator[tuple[Any, ...]]

SYNTHETIC = Field(
    "is_synthetic",
    "boolean",
    _("Dimostrativo"),
    _("Vero per i dati inventati delle dimostrazioni; vuoto vale falso."),
)
NUMBER_FIELD = Field(
    "number",
    "string",
    _("Numero"),
    _("Come si legge nel piano: 2, oppure 2.1."),
    required=True,
    pattern=NUMBER,
    max_length=20,
)
PLAN = Field("plan", "string", _("Piano"), required=True, references="plans.code")
ACTION = Field("action", "string", _("Azione"), required=True, references="actions.code")
PLAINLY = Field(
    "plainly", "string", _("In parole semplici"), _("Per la pagina pubblica del piano."), max_length=400
)
ORDER = Field("number", "integer", _("Numero"), required=True, minimum=1, maximum=SMALLEST_INTEGER_MAXIMUM)
DECIDED_AT = Field(
    "decided_at",
    "string",
    _("Decisa nell'incontro"),
    _("Il codice dell'incontro che ha preso la decisione."),
    references="meetings.code",
)
DECISION = Field("decision", "string", _("Decisione"), _("Il suo numero, in quell'incontro."), max_length=40)


def code_field(above: str, description: Any, own: str = "number") -> Field:
    """A code that says where the row hangs: the code of what is above, a slash, the row's own number."""

    def compose(row: Any) -> str | None:
        return f"{row[above]}/{row[own]}" if row.get(above) and row.get(own) else None

    return Field(
        "code",
        "string",
        _("Codice"),
        description,
        required=True,
        max_length=LONGEST_PATH,
        default=compose,
    )


def path(*names: str) -> Concat:
    """The fields that make a code, joined by slashes, for the database."""
    parts: list[Any] = [F(names[0])]
    for name in names[1:]:
        parts += [Value("/"), F(name)]
    return Concat(*parts, output_field=CharField())


def coded(rows: QuerySet[Any], *names: str) -> QuerySet[Any]:
    """Rows with their code as `path`."""
    told: QuerySet[Any] = rows.annotate(path=path(*names))
    return told


def plain(value: Decimal | None) -> Decimal | None:
    """A number without the zeros that the column adds."""
    if value is None:
        return None
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def hanging(loading: Loading, above: str, own: str = "number") -> Iterator[Record]:
    """The rows whose code is the code of what is above, a slash and the number; the others are said wrong."""
    for row in loading:
        if row["code"] == f"{row[above]}/{row[own]}":
            yield row
        else:
            loading.wrong(row, "code", gettext("«%(code)s»") % {"code": f"{row[above]}/{row[own]}"})


def decisions_of(loading: Loading) -> dict[tuple[int, str], int]:
    """The decisions of the district by meeting and number."""
    rows = Decision.objects.filter(meeting__district=loading.district)
    return {(meeting, number): pk for pk, meeting, number in rows.values_list("pk", "meeting", "number")}


def decision_or_none(loading: Loading, row: Record, known: dict[tuple[int, str], int]) -> int | None:
    """The decision that a row names by its number, taken in the meeting `decided_at`."""
    if not row["decision"]:
        return None
    found = known.get((loading.pk_or_none("meetings", row["decided_at"]) or 0, row["decision"]))
    if found is None:
        loading.wrong(row, "decision", gettext("il numero di una decisione di quell'incontro"))
    return found
