"""Bodies, the mandates that they are given, and who sits in them, as tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ordito.core.tables import Field, Table, Trouble, different, ends_after_starts, no_overlaps
from ordito.governance.commands.register import RESERVED_CODES
from ordito.governance.models import Body, BodyKind, Mandate, Membership
from ordito.governance.tables.columns import BODY, ENDS_BEFORE, MEMBER, code, yes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ordito.core.models import District
    from ordito.core.tables import Loading, Record

BODY_FACTS = (
    "name",
    "kind",
    "role",
    "mandated_by",
    "way_of_working",
    "goes_on",
    "quorum_percent",
    "is_public",
    "starts_on",
    "ends_before",
)


@dataclass(frozen=True, slots=True)
class NotReserved:
    """Ask that no code be a word that addresses use for something else."""

    def begin(self) -> Callable[[Record], Iterable[Trouble]]:
        return self._judge

    def _judge(self, record: Record) -> Iterable[Trouble]:
        if record["code"] in RESERVED_CODES:
            yield Trouble(
                "code", f"«{record['code']}»", gettext("un codice che non sia una parola degli indirizzi")
            )


def _bodies(district: District) -> Iterable[tuple[Any, ...]]:
    fields = ["mandated_by__code" if name == "mandated_by" else name for name in BODY_FACTS]
    return Body.objects.filter(district=district).values_list("code", *fields).iterator()


def _load_bodies(loading: Loading) -> None:
    plain = [name for name in BODY_FACTS if name != "mandated_by"]
    for batch in loading.batches():
        rows = [
            Body(district=loading.district, code=row["code"], **{name: row[name] for name in plain})
            for row in batch
        ]
        loading.upsert(Body, rows, by=["district", "code"], update=loading.given(*plain))
    if "mandated_by" not in loading.columns:
        return
    changed = []
    for row in loading:  # now that every body has an id
        above = loading.pk_or_none("bodies", row["mandated_by"])
        changed.append(Body(pk=loading.pk("bodies", row["code"]), mandated_by_id=above))
    Body.objects.bulk_update(changed, ["mandated_by"], batch_size=1_000)


def _mandates(district: District) -> Iterable[tuple[Any, ...]]:
    rows = Mandate.objects.filter(body__district=district)
    return rows.values_list("body__code", "mandated_by__code", "date", "object", "ends_before").iterator()


def _load_mandates(loading: Loading) -> None:
    for batch in loading.batches():
        rows = [
            Mandate(
                body_id=loading.pk("bodies", row["body"]),
                mandated_by_id=loading.pk_or_none("bodies", row["mandated_by"]),
                date=row["date"],
                object=row["object"],
                ends_before=row["ends_before"],
            )
            for row in batch
        ]
        loading.upsert(
            Mandate, rows, by=["body", "mandated_by", "date"], update=loading.given("object", "ends_before")
        )


def _memberships(district: District) -> Iterable[tuple[Any, ...]]:
    rows = Membership.objects.filter(body__district=district)
    member = Coalesce("organisation__code", "person__code")
    return rows.values_list("body__code", member, "role", "is_formal", "starts_on", "ends_before").iterator()


def member_ids(loading: Loading, record: Record, column: str = "member") -> dict[str, int | None]:
    """Tell which of the two a member is, an organisation or a person: their codes never coincide."""
    found: dict[str, int | None] = {"organisation_id": None, "person_id": None}
    if record[column] is None:
        return found
    table, pk = loading.find(record[column], "organisations", "people")
    if table == "organisations":
        return {**found, "organisation_id": pk}
    return {**found, "person_id": pk}


def _load_memberships(loading: Loading) -> None:
    for batch in loading.batches():
        rows = [
            Membership(
                body_id=loading.pk("bodies", row["body"]),
                role=row["role"],
                is_formal=row["is_formal"],
                starts_on=row["starts_on"],
                ends_before=row["ends_before"],
                **member_ids(loading, row),
            )
            for row in batch
        ]
        loading.upsert(
            Membership,
            rows,
            by=["body", "organisation", "person", "starts_on"],
            update=loading.given("role", "is_formal", "ends_before"),
        )
    _refuse_overlaps(loading)


def _refuse_overlaps(loading: Loading) -> None:
    """Refuse seats that overlap, now that all are written, with one that was there."""
    others = Membership.objects.filter(
        Q(ends_before__isnull=True) | Q(ends_before__gt=OuterRef("starts_on")),
        Q(organisation=OuterRef("organisation")) | Q(person=OuterRef("person")),
        body=OuterRef("body"),
        starts_on__lt=Coalesce(OuterRef("ends_before"), Value(date.max)),
    ).exclude(pk=OuterRef("pk"))
    seats = Membership.objects.filter(Exists(others), body__district=loading.district)
    overlapping = set(
        seats.values_list("body__code", Coalesce("organisation__code", "person__code"), "starts_on")
    )
    for row in loading if overlapping else ():
        if (row["body"], row["member"], row["starts_on"]) in overlapping:
            expected = gettext("un periodo che non si sovrappone a un'adesione che c'è già nell'ambito")
            loading.wrong(row, "starts_on", expected)


BODIES = (
    Table(
        "bodies",
        _("Organismi"),
        _("Gli organismi della governance e chi risponde a chi."),
        (
            code(_("Codice"), _("Unico nell'ambito; sta nell'indirizzo della pagina."), 80),
            Field("name", "string", _("Nome"), required=True, max_length=200),
            Field(
                "kind",
                "string",
                _("Tipo"),
                _("Vuoto diventa «other»: non si indovina."),
                choices=BodyKind.choices,
                default=lambda _row: BodyKind.OTHER.value,
            ),
            Field("role", "string", _("Compito")),
            Field(
                "mandated_by",
                "string",
                _("Risponde a"),
                _("L'organismo da cui dipende; vuoto per chi sta in cima."),
                references="bodies.code",
            ),
            Field("way_of_working", "string", _("Come lavora")),
            Field("goes_on", "string", _("Che cosa prosegue")),
            Field(
                "quorum_percent",
                "integer",
                _("Numero legale (% delle adesioni)"),
                _("Vuoto se l'organismo delibera qualunque sia il numero dei presenti."),
                minimum=1,
                maximum=100,
            ),
            yes("is_public", _("Ha una pagina pubblica"), _("Vuoto vale vero.")),
            Field("starts_on", "date", _("Istituito il"), aliases=("from",)),
            ENDS_BEFORE,
        ),
        room="governance",
        primary_key=("code",),
        rows=_bodies,
        load=_load_bodies,
        keys=lambda district: Body.objects.filter(district=district).values_list("code", "pk"),
        checks=(ends_after_starts(), NotReserved()),
    ),
    Table(
        "mandates",
        _("Mandati"),
        _("Che cosa è stato chiesto a ciascun organismo, da chi, quando. Uno al giorno da chi lo dà."),
        (
            BODY,
            Field("mandated_by", "string", _("Da"), references="bodies.code"),
            Field("date", "date", _("Data"), _("Vuota se non si conosce.")),
            Field("object", "string", _("Oggetto"), required=True),
            ENDS_BEFORE,
        ),
        room="governance",
        primary_key=("body", "mandated_by", "date"),
        rows=_mandates,
        load=_load_mandates,
        checks=(different("body", "mandated_by"), ends_after_starts("date", "ends_before")),
    ),
    Table(
        "memberships",
        _("Adesioni"),
        _("Chi siede in quale organismo, da quando e fino a quando."),
        (
            BODY,
            MEMBER,
            Field("role", "string", _("In qualità di"), max_length=120),
            yes("is_formal", _("Adesione formalizzata"), _("Vuoto vale vero; falso per chi è invitato.")),
            Field("starts_on", "date", _("Dal"), _("Il primo giorno."), required=True, aliases=("from",)),
            ENDS_BEFORE,
        ),
        room="governance",
        primary_key=("body", "member", "starts_on"),
        rows=_memberships,
        load=_load_memberships,
        checks=(ends_after_starts(), no_overlaps("body", "member")),
    ),
)
