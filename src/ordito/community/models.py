"""Organisations, the people who speak for them, what they offer, and the agreements that bind them."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ordito.core.addresses import address
from ordito.core.models import Attachment, District, User
from ordito.core.period import Period, ends_after_it_starts
from ordito.core.search import search_index
from ordito.territory.models import Municipality


class OrganisationKind(models.TextChoices):
    MUNICIPALITY = "municipality", _("Comune")
    UNION = "unione", _("Unione di comuni")
    ASP = "asp", _("ASP, azienda di servizi alla persona")
    CONSORTIUM = "consortium", _("Azienda consortile")
    HEALTH_AGENCY = "health_agency", _("Azienda sanitaria")
    COOPERATIVE = "cooperative", _("Cooperativa sociale")
    ASSOCIATION = "association", _("Associazione")
    FOUNDATION = "foundation", _("Fondazione")
    TRADE_UNION = "trade_union", _("Sindacato")
    PARISH = "parish", _("Parrocchia")
    SCHOOL = "school", _("Scuola")
    BUSINESS = "business", _("Impresa")
    INFORMAL_GROUP = "informal_group", _("Gruppo informale")
    PUBLIC_BODY = "public_body", _("Altro ente pubblico")
    OTHER = "other", _("Altro, o non detto")


THIRD_SECTOR = frozenset(
    {
        OrganisationKind.COOPERATIVE,
        OrganisationKind.ASSOCIATION,
        OrganisationKind.FOUNDATION,
        OrganisationKind.INFORMAL_GROUP,
        OrganisationKind.PARISH,
    }
)


class UserArea(models.TextChoices):
    """For whom: the user areas of ISTAT's survey on municipal social services."""

    FAMILY = "FAM", _("Famiglia e minori")
    DISABILITY = "DIS", _("Disabilità")
    ADDICTION = "ADD", _("Dipendenze")
    ELDERLY = "ELD", _("Anziani")
    IMMIGRANTS = "IMMNOM", _("Immigrati e nomadi")
    POVERTY = "POV", _("Povertà e disagio adulto")
    SEVERAL = "MULBEN", _("Più tipi di persone")


LONGEST_TAX_CODE_OF_A_BODY = 11


class Organisation(models.Model):
    """A subject of the community, public or private, formal or not."""

    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="organisations")
    code = models.SlugField(_("codice"), max_length=80)
    name = models.CharField(_("nome"), max_length=200)
    kind = models.CharField(
        _("tipo"), max_length=20, choices=OrganisationKind, default=OrganisationKind.OTHER
    )
    tax_code = models.CharField(_("codice fiscale"), max_length=16, blank=True)
    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="organisations",
        verbose_name=_("comune"),
    )
    address = models.CharField(_("indirizzo"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    certified_email = models.EmailField(_("PEC"), blank=True)
    phone = models.CharField(_("telefono"), max_length=40, blank=True)
    website = models.URLField(_("sito"), blank=True)
    purpose = models.TextField(_("di che cosa si occupa"), blank=True)
    is_synthetic = models.BooleanField(_("dimostrativo"), default=False)

    class Meta:
        verbose_name = _("organizzazione")
        constraints = [
            models.UniqueConstraint(fields=["district", "code"], name="organisation_code_once"),
            models.UniqueConstraint(
                fields=["district", "tax_code"], condition=~Q(tax_code=""), name="tax_code_once"
            ),
        ]
        indexes = [search_index("organisation_words", "name", "purpose")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_third_sector(self) -> bool:
        return self.kind in THIRD_SECTOR

    @property
    def tax_code_is_personal(self) -> bool:
        """Whether the tax code is that of a natural person, which the public does not read."""
        return len(self.tax_code) > LONGEST_TAX_CODE_OF_A_BODY

    def get_absolute_url(self) -> str:
        return address("community:organisation", self.district.slug, self.code)


class Person(models.Model):
    """Somebody who takes part for an organisation, or in their own name. Never a person in need."""

    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="people")
    code = models.SlugField(_("codice"), max_length=80)
    name = models.CharField(_("nome e cognome"), max_length=160)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telefono"), max_length=40, blank=True)
    account = models.ForeignKey(
        User,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="persons",
        verbose_name=_("account"),
    )
    is_synthetic = models.BooleanField(_("dimostrativo"), default=False)

    class Meta:
        verbose_name = _("persona")
        constraints = [
            models.UniqueConstraint(fields=["district", "code"], name="person_code_once"),
            models.UniqueConstraint(
                fields=["district", "account"],
                condition=Q(account__isnull=False),
                name="account_is_one_person",
            ),
        ]
        indexes = [search_index("person_words", "name")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address("community:person", self.district.slug, self.code)


class DelegateKind(models.TextChoices):
    REPRESENTATIVE = "representative", _("legale rappresentante")
    DELEGATE = "delegate", _("delegato")
    ALTERNATE = "alternate", _("supplente")


class Delegate(models.Model):
    """A person who speaks for an organisation, for a period. One organisation, one voice, with alternates."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="delegates")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="delegations")
    kind = models.CharField(
        _("in veste di"), max_length=20, choices=DelegateKind, default=DelegateKind.DELEGATE
    )
    starts_on = models.DateField(_("dal"))
    ends_before = models.DateField(_("fino a (escluso)"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person", "kind", "starts_on"], name="delegate_once"
            ),
            ends_after_it_starts("delegate_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.organisation}"

    @property
    def period(self) -> Period:
        return Period(self.starts_on, self.ends_before)

    @property
    def district(self) -> District:
        return self.organisation.district


class CompetenceKind(models.TextChoices):
    COMPETENCE = "competence", _("competenza")
    RESOURCE = "resource", _("risorsa")


class Competence(models.Model):
    """What an organisation puts at the community's disposal: a *community holder*, not only a stakeholder."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="competences")
    code = models.SlugField(_("codice"), max_length=80)
    kind = models.CharField(
        _("tipo"), max_length=20, choices=CompetenceKind, default=CompetenceKind.COMPETENCE
    )
    description = models.CharField(_("che cosa offre"), max_length=300)
    user_area = models.CharField(_("per chi"), max_length=20, choices=UserArea, blank=True)
    starts_on = models.DateField(_("dal"))
    ends_before = models.DateField(_("fino a (escluso)"), null=True, blank=True)
    is_synthetic = models.BooleanField(_("dimostrativo"), default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "code"], name="competence_code_once"),
            ends_after_it_starts("competence_ends_after_it_starts"),
        ]
        indexes = [search_index("competence_words", "description")]

    def __str__(self) -> str:
        return self.description

    @property
    def period(self) -> Period:
        return Period(self.starts_on, self.ends_before)

    @property
    def district(self) -> District:
        return self.organisation.district


class AgreementKind(models.TextChoices):
    CONVENTION = "convention", _("Convenzione (TUEL art. 30)")
    PROGRAMME = "programme_agreement", _("Accordo di programma")
    PROTOCOL = "protocol", _("Protocollo d'intesa")
    PACT = "pact", _("Patto")
    CONTRACT = "contract", _("Contratto di servizio")
    CHARTER = "charter", _("Carta o adesione")
    OTHER = "other", _("Altro, o non detto")


class AgreementState(models.TextChoices):
    """Where an agreement stands on a day. It is told by its dates, never stored."""

    IN_FORCE = "in_force", _("in vigore")
    TO_COME = "to_come", _("non ancora in vigore")
    ENDED = "ended", _("concluso")
    UNDATED = "undated", _("inizio non indicato")


class Agreement(models.Model):
    """A formal tie of the macro-network, with its parties, its period and the decision that made it."""

    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="agreements")
    code = models.SlugField(_("codice"), max_length=80)
    title = models.CharField(_("titolo"), max_length=300)
    kind = models.CharField(_("tipo"), max_length=30, choices=AgreementKind, default=AgreementKind.OTHER)
    starts_on = models.DateField(_("dal"), null=True, blank=True)
    ends_before = models.DateField(_("fino a (escluso)"), null=True, blank=True)
    signed_on = models.DateField(_("data dell'atto"), null=True, blank=True)
    decision = models.CharField(_("atto"), max_length=300, blank=True)
    parties = models.ManyToManyField(
        Organisation, blank=True, related_name="agreements", verbose_name=_("parti")
    )
    document = models.ForeignKey(
        Attachment,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("documento"),
    )
    document_is_public = models.BooleanField(_("il documento è pubblico"), default=False)
    is_synthetic = models.BooleanField(_("dimostrativo"), default=False)

    class Meta:
        verbose_name = _("accordo")
        constraints = [
            models.UniqueConstraint(fields=["district", "code"], name="agreement_code_once"),
            ends_after_it_starts("agreement_ends_after_it_starts"),
        ]
        indexes = [search_index("agreement_words", "title", "decision")]

    def __str__(self) -> str:
        return self.title

    @property
    def last_day(self) -> date | None:
        """The last day on which it binds, as people write it."""
        return None if self.ends_before is None else self.ends_before - timedelta(days=1)

    def state(self, on: date) -> AgreementState:
        """Where the agreement stands on a day; an unknown start stays unknown."""
        if self.ends_before is not None and self.ends_before <= on:
            return AgreementState.ENDED
        if self.starts_on is None:
            return AgreementState.UNDATED
        return AgreementState.IN_FORCE if self.starts_on <= on else AgreementState.TO_COME

    def get_absolute_url(self) -> str:
        return address("community:agreement", self.district.slug, self.code)
