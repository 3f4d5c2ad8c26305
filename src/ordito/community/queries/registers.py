"""The rows of the community's registers, with what their lists show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from ordito.community.models import Agreement, AgreementState, Competence, Delegate, Organisation, Person
from ordito.community.queries.voices import FIRST_TO_SPEAK, speaks_for
from ordito.core.models import holds
from ordito.core.period import in_force
from ordito.core.rules import works_in_plan_office

if TYPE_CHECKING:
    from datetime import date
    from typing import Any

    from ordito.core.models import Actor, District


def organisations_in(district: District, today: date) -> QuerySet[Organisation]:
    """Give the organisations with `voice` (who speaks first today), `offers` and `ties` in force."""
    voices = Delegate.objects.filter(in_force(today), organisation=OuterRef("pk"))
    offers = Competence.objects.filter(in_force(today), organisation=OuterRef("pk"))
    ties = Agreement.parties.through.objects.filter(
        in_force(today, "agreement__"), organisation=OuterRef("pk")
    )
    found: QuerySet[Organisation] = (
        Organisation.objects.filter(district=district)
        .select_related("municipality", "district")
        .defer("municipality__geometry")
        .annotate(
            voice=Subquery(voices.order_by(FIRST_TO_SPEAK, "starts_on", "pk").values("person__name")[:1]),
            offers=_how_many(offers, "organisation"),
            ties=_how_many(ties, "organisation"),
        )
    )
    return found


def organisations_of(user: Actor, district: District) -> QuerySet[Organisation]:
    """Give the organisations for which the person may write: all, or those they speak for."""
    rows = Organisation.objects.filter(district=district)
    if works_in_plan_office(user, district):
        return rows
    return rows.filter(pk__in=speaks_for(user)) if holds(user, district) else rows.none()


def people_in(district: District, today: date) -> QuerySet[Person]:
    """Give the people, each with their delegations in force as `now`."""
    now = Delegate.objects.filter(in_force(today)).select_related("organisation")
    return (
        Person.objects.filter(district=district)
        .select_related("district", "account")
        .prefetch_related(Prefetch("delegations", now.order_by("organisation__name", "pk"), to_attr="now"))
    )


def competences_in(district: District) -> QuerySet[Competence]:
    """Give what was ever offered, with who offers it."""
    rows = Competence.objects.filter(organisation__district=district)
    joined = rows.select_related("organisation__district", "organisation__municipality")
    return joined.defer("organisation__municipality__geometry")


def agreements_in(district: District) -> QuerySet[Agreement]:
    """Give the agreements with `how_many` parties, and never the content of their documents."""
    ties = Agreement.parties.through.objects.filter(agreement=OuterRef("pk"))
    found: QuerySet[Agreement] = (
        Agreement.objects.filter(district=district)
        .select_related("district")
        .annotate(how_many=_how_many(ties, "agreement"))
    )
    return found


def in_state(agreements: QuerySet[Agreement], state: str, on: date) -> QuerySet[Agreement]:
    """Narrow agreements to those of which `Agreement.state` says this on a day."""
    ended = Q(ends_before__lte=on)
    asked = {
        AgreementState.ENDED: ended,
        AgreementState.UNDATED: Q(starts_on__isnull=True) & ~ended,
        AgreementState.IN_FORCE: in_force(on),
        AgreementState.TO_COME: Q(starts_on__gt=on) & ~ended,
    }
    return agreements.filter(asked[AgreementState(state)])


def delegations_of(rows: QuerySet[Delegate]) -> QuerySet[Delegate]:
    """Give delegations with whom they join, the latest first."""
    return rows.select_related("person", "organisation__district").order_by(
        "-starts_on", FIRST_TO_SPEAK, "person__name", "pk"
    )


def codes_taken(district: District) -> set[str]:
    """Give the codes of organisations and of people: a seat in the register names either."""
    organisations = Organisation.objects.filter(district=district).values_list("code", flat=True)
    people = Person.objects.filter(district=district).values_list("code", flat=True)
    return set(organisations.union(people))


def _how_many(rows: QuerySet[Any], by: str) -> Coalesce:
    counted = rows.order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))
