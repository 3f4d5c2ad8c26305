"""Deeds on organisations and on people."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from ordito.community.codes import code_of, free_code
from ordito.community.models import Organisation, OrganisationKind, Person
from ordito.community.queries import codes_taken, similar_organisations, similar_people
from ordito.community.tax_code import normalised
from ordito.core.command import command
from ordito.core.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import Model

    from ordito.core.models import Actor, District, User
    from ordito.territory.models import Municipality


class RegisterRefused(Refused):
    """The register cannot hold what was asked."""


class LooksLikeAnother(Refused):
    """Something of almost the same name is there already: look, and say again that it is meant."""

    def __init__(self, similar: Sequence[Organisation] | Sequence[Person]) -> None:
        self.similar: tuple[Organisation | Person, ...] = tuple(similar)
        names = "; ".join(str(each) for each in similar)
        super().__init__(_("Esiste già qualcosa di simile: %(names)s.") % {"names": names})


@dataclass(frozen=True, slots=True, kw_only=True)
class Contacts:
    """How to reach an organisation: what its own delegates may keep up to date."""

    address: str = ""
    email: str = ""
    certified_email: str = ""
    phone: str = ""
    website: str = ""


NO_CONTACTS = Contacts()


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationFacts:
    """What the register says of an organisation."""

    name: str
    kind: str = OrganisationKind.OTHER
    tax_code: str = ""
    municipality: Municipality | None = None
    purpose: str = ""
    contacts: Contacts = NO_CONTACTS


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFacts:
    """What the register says of a person who takes part."""

    name: str
    email: str = ""
    phone: str = ""
    account: User | None = None


@command("community.add_organisation", needs="community.tend_register")
def add_organisation(
    district: District,
    *,
    by: Actor,
    facts: OrganisationFacts,
    despite_similar: bool = False,
    is_synthetic: bool = False,
) -> Organisation:
    """Write an organisation in the register; a name like another's asks to be said twice."""
    organisation = _described(Organisation(district=district, is_synthetic=is_synthetic), facts)
    if not despite_similar and (similar := similar_organisations(district, organisation.name)):
        raise LooksLikeAnother(similar)
    organisation.code = free_code(code_of(organisation.name, "organizzazione"), codes_taken(district))
    organisation.save()
    return organisation


@command("community.update_organisation", needs="community.tend_register")
def update_organisation(organisation: Organisation, *, by: Actor, facts: OrganisationFacts) -> Organisation:
    """Write the facts of an organisation anew; its code stays."""
    _described(organisation, facts).save()
    return organisation


@command("community.update_contacts")
def update_contacts(organisation: Organisation, *, by: Actor, contacts: Contacts) -> Organisation:
    """Write how to reach an organisation."""
    _reached(organisation, contacts)
    _refuse_unfit(organisation)
    organisation.save()
    return organisation


@command("community.strike_organisation", needs="community.tend_register")
def strike_organisation(organisation: Organisation, *, by: Actor) -> None:
    """Take away an organisation that was written by mistake, and that nothing speaks of yet."""
    if organisation.competences.exists() or organisation.agreements.exists():
        raise _spoken_of(organisation)
    try:
        organisation.delete()
    except ProtectedError as why:
        raise _spoken_of(organisation) from why


@command("community.add_person", needs="community.tend_register")
def add_person(
    district: District,
    *,
    by: Actor,
    facts: PersonFacts,
    despite_similar: bool = False,
    is_synthetic: bool = False,
) -> Person:
    """Write a person in the register; a name like another's asks to be said twice."""
    person = _known(Person(district=district, is_synthetic=is_synthetic), facts)
    if not despite_similar and (similar := similar_people(district, person.name)):
        raise LooksLikeAnother(similar)
    person.code = free_code(code_of(person.name, "persona"), codes_taken(district))
    person.save()
    return person


@command("community.update_person", needs="community.tend_register")
def update_person(person: Person, *, by: Actor, facts: PersonFacts) -> Person:
    """Write the facts of a person anew; the code stays."""
    _known(person, facts).save()
    return person


@command("community.strike_person", needs="community.tend_register")
def strike_person(person: Person, *, by: Actor) -> None:
    """Take away a person who was written by mistake, and of whom nothing speaks yet."""
    try:
        person.delete()
    except ProtectedError as why:
        raise _spoken_of(person) from why


def _described(organisation: Organisation, facts: OrganisationFacts) -> Organisation:
    organisation.name = " ".join(facts.name.split())
    organisation.kind = facts.kind
    organisation.tax_code = normalised(facts.tax_code)
    organisation.municipality = facts.municipality
    organisation.purpose = facts.purpose.strip()
    _reached(organisation, facts.contacts)
    _refuse_unfit(organisation)
    if facts.municipality is not None and facts.municipality.district_id != organisation.district_id:
        raise RegisterRefused(_("Il comune non è di questo ambito."))
    others = Organisation.objects.filter(district=organisation.district_id).exclude(pk=organisation.pk)
    other = others.filter(tax_code=organisation.tax_code).exclude(tax_code="").first()
    if other is not None:
        raise RegisterRefused(
            _("Il codice fiscale %(code)s è già di «%(name)s».")
            % {"code": other.tax_code, "name": other.name}
        )
    return organisation


def _reached(organisation: Organisation, contacts: Contacts) -> None:
    for name, value in asdict(contacts).items():
        setattr(organisation, name, value.strip())


def _known(person: Person, facts: PersonFacts) -> Person:
    person.name = " ".join(facts.name.split())
    person.email, person.phone, person.account = facts.email.strip(), facts.phone.strip(), facts.account
    _refuse_unfit(person)
    if facts.account is None:
        return person
    if not facts.account.roles.filter(district=person.district_id).exists():
        raise RegisterRefused(
            _("L'account di %(name)s non ha un ruolo in questo ambito.") % {"name": facts.account}
        )
    other = (
        Person.objects.filter(district=person.district_id, account=facts.account)
        .exclude(pk=person.pk)
        .first()
    )
    if other is not None:
        raise RegisterRefused(
            _("L'account %(email)s è già di %(name)s.") % {"email": facts.account.email, "name": other.name}
        )
    return person


def _refuse_unfit(thing: Organisation | Person) -> None:
    try:
        thing.clean_fields(exclude={"district", "municipality", "account", "code"})
    except ValidationError as problem:
        said = [
            f"{_labelled(thing, name)}: {' '.join(messages)}"
            for name, messages in problem.message_dict.items()
        ]
        raise RegisterRefused("\n".join(said)) from problem


def _labelled(thing: Model, name: str) -> str:
    return str(getattr(thing._meta.get_field(name), "verbose_name", name)).capitalize()


def _spoken_of(thing: Organisation | Person) -> RegisterRefused:
    return RegisterRefused(
        _(
            "«%(name)s» non si può cancellare: il registro ne parla già. "
            "Quello che è stato vero resta scritto."
        )
        % {"name": thing}
    )
