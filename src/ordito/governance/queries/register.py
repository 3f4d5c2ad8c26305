"""Bodies in their tree, who sits in them, and what they were asked to do."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Q

from ordito.core.models import User, holds
from ordito.core.period import in_force
from ordito.core.search import plain
from ordito.governance.models import Membership

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.db.models import QuerySet

    from ordito.core.models import Actor, District
    from ordito.governance.models import Body


def sits_in(user: Actor, body: Body) -> bool:
    """Whether the person is a member, or speaks for one, today: one query a request, whatever the bodies."""
    return (
        isinstance(user, User)
        and holds(user, body.district)
        and body.pk in bodies_of(user, district=body.district)
    )


def bodies_of(user: User, *, district: District) -> set[int]:
    """The bodies of a district in which the person sits today, in their own name or for an organisation."""
    kept: dict[int, set[int]] = user.__dict__.setdefault("_sits_in", {})
    if district.pk not in kept:
        kept[district.pk] = set(seats_of(user, district=district).values_list("body_id", flat=True))
    return kept[district.pk]


def seats_of(user: User, *, district: District) -> QuerySet[Membership]:
    """The seats that the person has today, for whoever asks about them inside a question of their own."""
    today = district.today()
    speaks = Q(organisation__delegates__person__account=user) & in_force(today, "organisation__delegates__")
    seats = Membership.objects.filter(in_force(today), body__district=district)
    return seats.filter(Q(person__account=user) | speaks)


@dataclass(frozen=True, slots=True)
class Node:
    """A body with the bodies that answer to it, each by name."""

    body: Body
    below: list[Node] = field(default_factory=list)

    @property
    def branches(self) -> list[Node]:
        """Those below to whom others answer in turn."""
        return [node for node in self.below if node.below]

    @property
    def leaves(self) -> list[Node]:
        """Those below to whom nobody answers."""
        return [node for node in self.below if not node.below]

    def __iter__(self) -> Iterator[Node]:
        yield self
        for node in self.below:
            yield from node


def tree(bodies: Iterable[Body]) -> list[Node]:
    """Who answers to whom. A body of which the mandating one is not there stands at the top."""
    nodes = {body.pk: Node(body) for body in sorted(bodies, key=lambda body: (plain(body.name), body.pk))}
    below: dict[int | None, list[Node]] = defaultdict(list)
    for node in nodes.values():
        above = node.body.mandated_by_id
        below[above if above in nodes else None].append(node)
    for pk, node in nodes.items():
        node.below.extend(below[pk])
    return below[None]


def in_tree_order(bodies: Iterable[Body]) -> list[Body]:
    """Bodies as the tree reads from the top: each followed by those that answer to it."""
    return [node.body for top in tree(bodies) for node in top]
