"""What paths tell the house: where one may speak now, what ends, what is late."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import DateField, Exists, OuterRef, Q, QuerySet, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ordito.core.loop import Due
from ordito.core.period import in_force
from ordito.core.rules import works_in_plan_office
from ordito.core.waiting import Waiting
from ordito.participation.models import Doing, Gathering, Opening, Phase, Process, Product
from ordito.participation.queries.phases import circles_of

if TYPE_CHECKING:
    from datetime import date

    from ordito.core.models import Actor, District

LOOK_AHEAD = timedelta(days=14)


def waiting(district: District, user: Actor, today: date) -> list[Waiting]:
    """Where one may speak now, and phases about to end; for the office also what is to be delivered."""
    seen = Process.objects.visible_to(user).filter(district=district)
    found = [_listening(district, user, seen, today), _phases(district, seen, today)]
    return [*found, _products(district, seen, today)] if works_in_plan_office(user, district) else found


def _listening(district: District, user: Actor, seen: QuerySet[Process], today: date) -> Waiting:
    """The gatherings that are open now, where a phase lets whoever reads speak or say what they think."""
    opened = Opening.objects.filter(
        in_force(today, "phase__"),
        circles_of(user, district),
        phase__process=OuterRef("process"),
        doing__in=[Doing.CONTRIBUTE, Doing.VOTE],
    )
    midnight = timezone.make_aware(datetime.combine(today, time.min))
    on_this_day = Q(opens_at__lt=midnight + timedelta(days=1)) & (
        Q(closes_at__isnull=True) | Q(closes_at__gt=midnight)
    )

    def told(on: date, gathering: dict[str, Any]) -> Due | None:
        opens_at, closes_at = (
            gathering[moment] and datetime.fromisoformat(gathering[moment])
            for moment in ("opens_at", "closes_at")
        )
        now = district.now()
        if opens_at > now or (closes_at is not None and closes_at <= now):
            return None
        return Due(
            on=on,
            when=_("adesso"),
            title=_("Si ascolta: %(title)s") % {"title": gathering["title"]},
            url=reverse(
                "participation:gathering", args=[district.slug, gathering["process"], gathering["code"]]
            ),
            detail=gathering["path"],
            urgency="soon",
        )

    return Waiting(
        rows=Gathering.objects.filter(on_this_day, Exists(opened), process__in=seen),
        day=Value(today, DateField()),
        facts={
            "title": "title",
            "code": "code",
            "path": "process__title",
            "process": "process__code",
            "opens_at": "opens_at",
            "closes_at": "closes_at",
        },
        told=told,
    )


def _phases(district: District, seen: QuerySet[Process], today: date) -> Waiting:
    return Waiting(
        rows=Phase.objects.filter(
            process__in=seen, starts_on__lte=today, ends_before__gt=today, ends_before__lte=today + LOOK_AHEAD
        ),
        day="ends_before",
        facts={"title": "title", "number": "number", "path": "process__title", "code": "process__code"},
        told=lambda ends_before, phase: Due(
            on=(last := ends_before - timedelta(days=1)),
            when=_("fino al %(day)s") % {"day": date_format(last, "d/m/Y")},
            title=_("Finisce la fase «%(phase)s»") % {"phase": phase["title"]},
            url=reverse("participation:process", args=[district.slug, phase["code"]])
            + f"#fase-{phase['number']}",
            detail=phase["path"],
        ),
    )


def _products(district: District, seen: QuerySet[Process], today: date) -> Waiting:
    def told(due_on: date, product: dict[str, Any]) -> Due:
        late, day = due_on < today, date_format(due_on, "d/m/Y")
        return Due(
            on=due_on,
            when=_("in ritardo") if late else _("entro il %(day)s") % {"day": day},
            title=_("Da consegnare: %(product)s") % {"product": product["title"]},
            url=reverse("participation:product", args=[district.slug, product["code"], product["number"]]),
            detail=_("%(path)s, entro il %(day)s") % {"path": product["path"], "day": day}
            if late
            else product["path"],
            urgency="late" if late else "soon",
        )

    return Waiting(
        rows=Product.objects.filter(
            process__in=seen, delivered_on__isnull=True, due_on__lte=today + LOOK_AHEAD
        ),
        day="due_on",
        facts={"title": "title", "number": "number", "path": "process__title", "code": "process__code"},
        told=told,
    )
