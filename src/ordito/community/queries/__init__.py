"""What the community knows: who is in it, who speaks for whom, what is offered, and what binds."""

from ordito.community.queries.house import AGREEMENTS_WARN, at_home, deed_names, shelves
from ordito.community.queries.likeness import similar_organisations, similar_people
from ordito.community.queries.registers import (
    agreements_in,
    codes_taken,
    competences_in,
    delegations_of,
    in_state,
    organisations_in,
    organisations_of,
    people_in,
)
from ordito.community.queries.voices import Voice, delegates_on, speaks_for

__all__ = [
    "AGREEMENTS_WARN",
    "Voice",
    "agreements_in",
    "at_home",
    "codes_taken",
    "competences_in",
    "deed_names",
    "delegates_on",
    "delegations_of",
    "in_state",
    "organisations_in",
    "organisations_of",
    "people_in",
    "shelves",
    "similar_organisations",
    "similar_people",
    "speaks_for",
]
