"""How the rows of the community leave, and how they are written when they come."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from ordito.community.models import Agreement, Competence, Delegate, Organisation, Person
from ordito.community.tax_code import normalised

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ordito.core.models import District
    from ordito.core.tables import Loading

ORGANISATION = ("name", "kind", "address", "email", "certified_email", "phone", "website", "purpose")
PERSON = ("name", "email", "phone", "is_synthetic")
COMPETENCE = ("kind", "description", "user_area", "starts_on", "ends_before", "is_synthetic")
AGREEMENT = ("title", "kind", "starts_on", "ends_before", "signed_on", "decision", "is_synthetic")


def organisations(district: District) -> Iterable[tuple[Any, ...]]:
    rows = Organisation.objects.filter(district=district)
    return rows.values_list(
        "code",
        "name",
        "kind",
        "tax_code",
        "municipality__istat_code",
        "address",
        "email",
        "certified_email",
        "phone",
        "website",
        "purpose",
        "is_synthetic",
    ).iterator()


def people(district: District) -> Iterable[tuple[Any, ...]]:
    return Person.objects.filter(district=district).values_list("code", *PERSON).iterator()


def delegates(district: District) -> Iterable[tuple[Any, ...]]:
    rows = Delegate.objects.filter(organisation__district=district)
    return rows.values_list(
        "organisation__code", "person__code", "kind", "starts_on", "ends_before"
    ).iterator()


def competences(district: District) -> Iterable[tuple[Any, ...]]:
    rows = Competence.objects.filter(organisation__district=district)
    return rows.values_list("organisation__code", "code", *COMPETENCE).iterator()


def agreements(district: District) -> Iterable[tuple[Any, ...]]:
    return Agreement.objects.filter(district=district).values_list("code", *AGREEMENT).iterator()


def agreement_parties(district: District) -> Iterable[tuple[Any, ...]]:
    rows = Agreement.parties.through.objects.filter(agreement__district=district)
    return rows.values_list("agreement__code", "organisation__code").iterator()


def load_organisations(loading: Loading) -> None:
    if _takes_codes_of(Person, loading) or _takes_tax_codes_of_others(loading):
        return
    if "tax_code" in loading.columns:  # two organisations may exchange theirs in one file
        for batch in loading.batches():
            known = Organisation.objects.filter(
                district=loading.district, code__in=[row["code"] for row in batch]
            )
            known.update(tax_code="")
    for batch in loading.batches():
        rows = [
            Organisation(
                district=loading.district,
                code=row["code"],
                tax_code=normalised(row["tax_code"]),
                municipality_id=loading.pk_or_none("municipalities", row["municipality"]),
                is_synthetic=bool(row["is_synthetic"]),
                **{name: row[name] for name in ORGANISATION},
            )
            for row in batch
        ]
        update = loading.given(*ORGANISATION, "tax_code", "municipality", "is_synthetic")
        loading.upsert(Organisation, rows, by=["district", "code"], update=update)


def load_people(loading: Loading) -> None:
    if _takes_codes_of(Organisation, loading):
        return
    for batch in loading.batches():
        rows = [
            Person(
                district=loading.district,
                code=row["code"],
                name=row["name"],
                email=row["email"],
                phone=row["phone"],
                is_synthetic=bool(row["is_synthetic"]),
            )
            for row in batch
        ]
        loading.upsert(Person, rows, by=["district", "code"], update=loading.given(*PERSON))


def load_delegates(loading: Loading) -> None:
    for batch in loading.batches():
        rows = [
            Delegate(
                organisation_id=loading.pk("organisations", row["organisation"]),
                person_id=loading.pk("people", row["person"]),
                kind=row["kind"],
                starts_on=row["starts_on"],
                ends_before=row["ends_before"],
            )
            for row in batch
        ]
        by = ["organisation", "person", "kind", "starts_on"]
        loading.upsert(Delegate, rows, by=by, update=loading.given("ends_before"))
    _refuse_overlaps(loading)


def load_competences(loading: Loading) -> None:
    for batch in loading.batches():
        rows = [
            Competence(
                organisation_id=loading.pk("organisations", row["organisation"]),
                code=row["code"],
                kind=row["kind"],
                description=row["description"],
                user_area=row["user_area"],
                starts_on=row["starts_on"],
                ends_before=row["ends_before"],
                is_synthetic=bool(row["is_synthetic"]),
            )
            for row in batch
        ]
        loading.upsert(Competence, rows, by=["organisation", "code"], update=loading.given(*COMPETENCE))


def load_agreements(loading: Loading) -> None:
    for batch in loading.batches():
        rows = [
            Agreement(
                district=loading.district,
                code=row["code"],
                title=row["title"],
                kind=row["kind"],
                starts_on=row["starts_on"],
                ends_before=row["ends_before"],
                signed_on=row["signed_on"],
                decision=row["decision"],
                is_synthetic=bool(row["is_synthetic"]),
            )
            for row in batch
        ]
        loading.upsert(Agreement, rows, by=["district", "code"], update=loading.given(*AGREEMENT))


def load_agreement_parties(loading: Loading) -> None:
    party = Agreement.parties.through
    for batch in loading.batches():
        rows = [
            party(
                agreement_id=loading.pk("agreements", row["agreement"]),
                organisation_id=loading.pk("organisations", row["organisation"]),
            )
            for row in batch
        ]
        loading.upsert(party, rows, by=["agreement", "organisation"])


def _takes_codes_of(others: type[Organisation | Person], loading: Loading) -> bool:
    """Refuse codes that the others have: a seat in the register names either."""
    taken = dict(others.objects.filter(district=loading.district).values_list("code", "name"))
    clashing = [row for row in loading if row["code"] in taken]
    for row in clashing:
        expected = _(
            "un codice diverso da quello di «%(name)s»: organizzazioni e persone non ne hanno in comune"
        )
        loading.wrong(row, "code", expected % {"name": taken[row["code"]]})
    return bool(clashing)


def _takes_tax_codes_of_others(loading: Loading) -> bool:
    """Refuse tax codes of organisations of the district of which the file does not speak."""
    known = Organisation.objects.filter(district=loading.district).exclude(tax_code="")
    taken = {tax_code: (code, name) for tax_code, code, name in known.values_list("tax_code", "code", "name")}
    spoken_of = {row["code"] for row in loading}
    clashing = [
        row for row in loading if taken.get(normalised(row["tax_code"]), ("", ""))[0] not in spoken_of | {""}
    ]
    for row in clashing:
        expected = _("un codice fiscale diverso da quello di «%(name)s»")
        loading.wrong(row, "tax_code", expected % {"name": taken[normalised(row["tax_code"])][1]})
    return bool(clashing)


def _refuse_overlaps(loading: Loading) -> None:
    """Refuse delegations that overlap, now that all are written, with one that was there."""
    end = Coalesce(OuterRef("ends_before"), Value(date.max))
    others = Delegate.objects.filter(
        Q(ends_before__isnull=True) | Q(ends_before__gt=OuterRef("starts_on")),
        organisation=OuterRef("organisation"),
        person=OuterRef("person"),
        kind=OuterRef("kind"),
        starts_on__lt=end,
    ).exclude(pk=OuterRef("pk"))
    overlapping = set(
        Delegate.objects.filter(Exists(others), organisation__district=loading.district).values_list(
            "organisation__code", "person__code", "kind", "starts_on"
        )
    )
    for row in loading if overlapping else ():
        if (row["organisation"], row["person"], row["kind"], row["starts_on"]) in overlapping:
            expected = _("un periodo che non si sovrappone a una delega che c'è già nell'ambito")
            loading.wrong(row, "starts_on", expected)
