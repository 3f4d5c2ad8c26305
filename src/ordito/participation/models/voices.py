"""Speaking: gatherings, the phones in the room, and what was said, by whom or by how many."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ordito.community.models import Organisation
from ordito.core.addresses import address
from ordito.core.models import District, User
from ordito.core.search import search_index
from ordito.governance.models import Meeting
from ordito.participation.models.processes import Process
from ordito.territory.models import SubArea

if TYPE_CHECKING:
    from datetime import datetime

TO_BE_READ = "to_be_read"
"""The reason of what waits to be read; pages say it in words."""

LONGEST_CONTRIBUTION = 4_000
"""Characters of one contribution: two pages; more is a document."""


LINE = 80


def in_a_line(text: str) -> str:
    """What was said, cut where a line ends."""
    return text if len(text) <= LINE else f"{text[: LINE - 1]}…"


def at_table(name: str) -> str:
    """A table as one says it: "tavolo 2", "tavolo blu"; a name of more words stays alone."""
    if not name or " " in name or name.casefold().startswith(("tavolo", "table")):
        return name
    return gettext("tavolo %(name)s") % {"name": name}


class Gathering(models.Model):
    """A moment in which voices are gathered: in a room, from desks and phones, while it is open."""

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="gatherings")
    code = models.SlugField(_("codice"), max_length=80)
    title = models.CharField(_("titolo"), max_length=200)
    question = models.TextField(_("la domanda"), blank=True)
    meeting = models.ForeignKey(
        Meeting,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="gatherings",
        verbose_name=_("incontro"),
    )
    sub_area = models.ForeignKey(
        SubArea, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("sub-area")
    )
    join_word = models.CharField(_("parola per entrare"), max_length=20, unique=True)
    opens_at = models.DateTimeField(_("si apre"))
    closes_at = models.DateTimeField(_("si chiude"), null=True, blank=True)
    head_count = models.PositiveIntegerField(_("persone in sala"), null=True, blank=True)
    reads_first = models.BooleanField(_("si legge prima di mostrare"), default=False)
    """What comes from phones waits hidden until somebody has read it."""
    is_synthetic = models.BooleanField(_("dimostrativo"), default=False)

    class Meta:
        verbose_name = _("raccolta")
        constraints = [
            models.UniqueConstraint(fields=["process", "code"], name="gathering_code_once"),
            models.CheckConstraint(
                condition=Q(closes_at__isnull=True) | Q(closes_at__gt=F("opens_at")),
                name="gathering_closes_after_it_opens",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def district(self) -> District:
        return self.process.district

    def is_open(self, at: datetime) -> bool:
        """Whether voices are gathered at a moment."""
        return self.opens_at <= at and (self.closes_at is None or at < self.closes_at)

    @property
    def address(self) -> str:
        """The short address that a phone opens."""
        return address("participation:room", self.join_word)

    def get_absolute_url(self) -> str:
        return address("participation:gathering", self.district.slug, self.process.code, self.code)


class Phone(models.Model):
    """A device that joined a gathering with its code: no account and no name; it keeps a secret of its own.

    Only the secret's fingerprint is stored. An address to be told what became of it is left by choice.
    """

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="phones")
    number = models.PositiveIntegerField()
    key_sha256 = models.CharField(max_length=64, unique=True)
    joined_at = models.DateTimeField()
    table = models.CharField(_("tavolo"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail, per sapere che cosa ne è stato"), blank=True)

    never_journalled: ClassVar = frozenset({"key_sha256", "email"})

    class Meta:
        verbose_name = _("telefono in sala")
        constraints = [models.UniqueConstraint(fields=["gathering", "number"], name="phone_number_once")]

    def __str__(self) -> str:
        return f"{self.gathering} · {self.number}"

    @property
    def district(self) -> District:
        return self.gathering.district


class ContributionKind(models.TextChoices):
    """What is said: a need is what one lives, a request is an answer asked for (Turchi)."""

    NEED = "need", _("esigenza")
    REQUEST = "request", _("richiesta")
    PROPOSAL = "proposal", _("proposta")
    OFFER = "offer", _("competenza offerta")
    POSITIVE = "positive", _("che cosa funziona")
    CRITICAL = "critical", _("che cosa non funziona")
    PRO = "pro", _("a favore")
    CON = "con", _("contro")


class ContributionChannel(models.TextChoices):
    """By which way a voice came."""

    DELEGATE = "delegate", _("di persona, con il proprio account")
    PHONE = "phone", _("dal telefono, in sala")
    NOTE = "note", _("su un foglietto")
    HAND = "hand", _("per alzata di mano")
    PAPER = "paper", _("su carta")
    OFFICE = "office", _("scritto dall'ufficio")


class ContributionState(models.TextChoices):
    SHOWN = "shown", _("visibile")
    HIDDEN = "hidden", _("nascosto")
    WITHDRAWN = "withdrawn", _("ritirato")


class Contribution(models.Model):
    """What somebody brought: a person, an organisation, or a table that said it together."""

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="contributions")
    number = models.PositiveIntegerField()
    gathering = models.ForeignKey(
        Gathering,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="contributions",
        verbose_name=_("raccolta"),
    )
    kind = models.CharField(
        _("che cos'è"), max_length=12, choices=ContributionKind, default=ContributionKind.NEED
    )
    text = models.CharField(_("testo"), max_length=LONGEST_CONTRIBUTION)
    about = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="answers",
        verbose_name=_("a proposito di"),
    )
    channel = models.CharField(_("come è arrivato"), max_length=12, choices=ContributionChannel)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="contributions",
        verbose_name=_("a nome di"),
    )
    author = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    phone = models.ForeignKey(
        Phone, on_delete=models.PROTECT, null=True, blank=True, related_name="contributions"
    )
    table = models.CharField(_("tavolo"), max_length=40, blank=True)
    group = models.CharField(_("gruppo"), max_length=80, blank=True)
    size = models.PositiveIntegerField(
        _("quante persone lo dicono"), default=1, validators=[MinValueValidator(1)]
    )
    sub_area = models.ForeignKey(
        SubArea, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("sub-area")
    )
    at = models.DateTimeField(_("quando"))
    sent_as = models.CharField(max_length=40, blank=True)
    """The sender's own mark of this message: the same one sent again is not a second contribution."""
    state = models.CharField(
        _("stato"), max_length=12, choices=ContributionState, default=ContributionState.SHOWN
    )
    state_because = models.CharField(_("perché"), max_length=300, blank=True)
    is_synthetic = models.BooleanField(_("dimostrativo"), default=False)

    class Meta:
        verbose_name = _("contributo")
        constraints = [
            models.UniqueConstraint(fields=["process", "number"], name="contribution_number_once"),
            models.UniqueConstraint(
                fields=["process", "sent_as"], condition=~Q(sent_as=""), name="contribution_sent_once"
            ),
            models.CheckConstraint(condition=Q(size__gte=1), name="contribution_said_by_somebody"),
            models.CheckConstraint(
                condition=~Q(state=ContributionState.HIDDEN) | ~Q(state_because=""),
                name="what_is_hidden_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=[ContributionKind.PRO, ContributionKind.CON]) | Q(about__isnull=False),
                name="a_pro_or_con_is_about_something",
            ),
        ]
        indexes = [search_index("contribution_words", "text")]

    def __str__(self) -> str:
        return in_a_line(self.text)

    @property
    def at_table(self) -> str:
        """From which table of a room it comes, in words."""
        return at_table(self.table)

    @property
    def district(self) -> District:
        return self.process.district

    def get_absolute_url(self) -> str:
        return address("participation:contribution", self.district.slug, self.process.code, self.number)
