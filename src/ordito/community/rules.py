"""Who may write what: the plan office everything, a delegate their own organisation's part."""

from ordito.community.models import Agreement, Competence, Organisation
from ordito.community.queries import organisations_of, speaks_for
from ordito.core.access import rule
from ordito.core.models import Actor, District, holds
from ordito.core.rules import InDistrict, is_insider, works_in_plan_office


def speaks_for_it(user: Actor, organisation: Organisation) -> bool:
    """Whether the person is today one of the voices of the organisation."""
    return holds(user, organisation.district) and organisation.pk in speaks_for(user)


@rule("community.tend_register")
def may_tend_register(user: Actor, thing: InDistrict) -> bool:
    return works_in_plan_office(user, thing)


@rule("community.read_people")
def may_read_people(user: Actor, thing: InDistrict) -> bool:
    return is_insider(user, thing)


@rule("community.update_contacts")
def may_update_contacts(user: Actor, organisation: Organisation) -> bool:
    return works_in_plan_office(user, organisation) or speaks_for_it(user, organisation)


@rule("community.offer_competence")
def may_offer_competence(user: Actor, organisation: Organisation) -> bool:
    return works_in_plan_office(user, organisation) or speaks_for_it(user, organisation)


@rule("community.tend_competence")
def may_tend_competence(user: Actor, competence: Competence) -> bool:
    return may_offer_competence(user, competence.organisation)


@rule("community.offer_for_someone")
def may_offer_for_someone(user: Actor, district: District) -> bool:
    return works_in_plan_office(user, district) or organisations_of(user, district).exists()


@rule("community.read_document")
def may_read_document(user: Actor, agreement: Agreement) -> bool:
    return agreement.document_is_public or is_insider(user, agreement)
