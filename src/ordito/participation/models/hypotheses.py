"""Hypotheses: documents in paragraphs, version by version, amended and decided one paragraph at a time."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ordito.community.models import Organisation
from ordito.core.addresses import address
from ordito.core.models import District, User
from ordito.core.search import search_index
from ordito.core.versions import Version
from ordito.governance.models import Body, Decision
from ordito.participation.models.grids import Cell
from ordito.participation.models.knowledge import Source
from ordito.participation.models.processes import Process
from ordito.participation.models.voices import Contribution, Gathering


class HypothesisState(models.TextChoices):
    DRAFT = "draft", _("in scrittura")
    OPEN = "open", _("aperta agli emendamenti")
    CLOSED = "closed", _("chiusa agli emendamenti")
    APPROVED = "approved", _("approvata")
    REJECTED = "rejected", _("respinta")


class Hypothesis(models.Model):
    """A document of hypotheses for the local welfare, decided by the body that has the mandate."""

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="hypotheses")
    code = models.SlugField(_("codice"), max_length=80)
    title = models.CharField(_("titolo"), max_length=200)
    decided_by = models.ForeignKey(
        Body, on_delete=models.PROTECT, related_name="hypotheses", verbose_name=_("chi decide")
    )
    state = models.CharField(
        _("stato"), max_length=12, choices=HypothesisState, default=HypothesisState.DRAFT
    )
    decision = models.ForeignKey(
        Decision,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="hypotheses",
        verbose_name=_("decisione"),
    )
    is_synthetic = models.BooleanField(_("dimostrativo"), default=False)

    class Meta:
        verbose_name = _("documento di ipotesi")
        constraints = [models.UniqueConstraint(fields=["process", "code"], name="hypothesis_code_once")]
        indexes = [search_index("hypothesis_words", "title")]

    def __str__(self) -> str:
        return self.title

    @property
    def district(self) -> District:
        return self.process.district

    def get_absolute_url(self) -> str:
        return address("participation:hypothesis", self.district.slug, self.process.code, self.code)


class HypothesisVersion(Version):
    """A state of the whole document: who made it, when, and what changed. Never changed afterwards."""

    hypothesis = models.ForeignKey(Hypothesis, on_delete=models.PROTECT, related_name="versions")

    of = "hypothesis"

    class Meta:
        verbose_name = _("versione del documento di ipotesi")
        constraints = [
            models.UniqueConstraint(fields=["hypothesis", "number"], name="hypothesis_version_once")
        ]


class Paragraph(models.Model):
    """A paragraph that keeps its identity from version to version, and what it rests on."""

    hypothesis = models.ForeignKey(Hypothesis, on_delete=models.PROTECT, related_name="paragraphs")
    number = models.PositiveIntegerField(_("numero"))
    cells = models.ManyToManyField(Cell, blank=True, related_name="paragraphs", verbose_name=_("dalle celle"))
    contributions = models.ManyToManyField(
        Contribution, blank=True, related_name="paragraphs", verbose_name=_("dai contributi")
    )
    sources = models.ManyToManyField(
        Source, blank=True, related_name="paragraphs", verbose_name=_("dalle fonti")
    )
    split_from = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="pieces",
        verbose_name=_("staccato dal paragrafo"),
    )
    joined_to = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="absorbed",
        verbose_name=_("unito al paragrafo"),
    )

    class Meta:
        verbose_name = _("paragrafo")
        constraints = [
            models.UniqueConstraint(fields=["hypothesis", "number"], name="paragraph_number_once"),
            models.CheckConstraint(
                condition=(Q(split_from__isnull=True) | ~Q(split_from=F("id")))
                & (Q(joined_to__isnull=True) | ~Q(joined_to=F("id"))),
                name="paragraph_comes_from_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hypothesis} §{self.number}"

    @property
    def district(self) -> District:
        return self.hypothesis.district

    def get_absolute_url(self) -> str:
        return f"{self.hypothesis.get_absolute_url()}#p{self.number}"


class ParagraphText(models.Model):
    """A paragraph as it reads in a version, and at which place; one text per paragraph kept."""

    version = models.ForeignKey(HypothesisVersion, on_delete=models.PROTECT, related_name="texts")
    paragraph = models.ForeignKey(Paragraph, on_delete=models.PROTECT, related_name="texts")
    position = models.PositiveIntegerField(_("posto"))
    heading = models.CharField(_("titoletto"), max_length=200, blank=True)
    text = models.TextField(_("testo"))

    class Meta:
        verbose_name = _("testo di un paragrafo")
        constraints = [
            models.UniqueConstraint(fields=["version", "paragraph"], name="paragraph_text_once"),
            models.UniqueConstraint(fields=["version", "position"], name="paragraph_place_once"),
        ]
        indexes = [search_index("paragraph_words", "heading", "text")]

    def __str__(self) -> str:
        return f"{self.version} §{self.position}"

    @property
    def district(self) -> District:
        return self.version.district


class AmendmentKind(models.TextChoices):
    REPLACE = "replace", _("riscrive")
    ADD = "add", _("aggiunge dopo")
    REMOVE = "remove", _("toglie")


class AmendmentState(models.TextChoices):
    PROPOSED = "proposed", _("proposto")
    ACCEPTED = "accepted", _("accolto")
    REJECTED = "rejected", _("respinto")
    WITHDRAWN = "withdrawn", _("ritirato")


class Amendment(models.Model):
    """A proposal to change one paragraph as it read in a version; decided on its own."""

    hypothesis = models.ForeignKey(Hypothesis, on_delete=models.PROTECT, related_name="amendments")
    number = models.PositiveIntegerField(_("numero"))
    kind = models.CharField(_("che cosa fa"), max_length=8, choices=AmendmentKind)
    based_on = models.ForeignKey(
        HypothesisVersion,
        on_delete=models.PROTECT,
        related_name="amendments",
        verbose_name=_("sulla versione"),
    )
    paragraph = models.ForeignKey(
        Paragraph,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="amendments",
        verbose_name=_("paragrafo"),
    )
    """For one that adds: the paragraph after which, or none for the beginning."""
    heading = models.CharField(_("titoletto"), max_length=200, blank=True)
    text = models.TextField(_("nuovo testo"), blank=True)
    reason = models.TextField(_("perché"), blank=True)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="amendments",
        verbose_name=_("a nome di"),
    )
    author = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    gathering = models.ForeignKey(
        Gathering,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="amendments",
        verbose_name=_("nell'incontro"),
    )
    at = models.DateTimeField(_("quando"))
    state = models.CharField(
        _("stato"), max_length=12, choices=AmendmentState, default=AmendmentState.PROPOSED
    )
    decision = models.ForeignKey(
        Decision,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="amendments",
        verbose_name=_("decisione"),
    )
    decided_at = models.DateTimeField(_("deciso il"), null=True, blank=True)
    answer = models.TextField(_("che cosa si risponde"), blank=True)
    is_changed = models.BooleanField(_("accolto con modifiche"), default=False)
    result = models.ForeignKey(
        HypothesisVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="made_by"
    )
    added = models.ForeignKey(
        Paragraph, on_delete=models.PROTECT, null=True, blank=True, related_name="added_by"
    )
    """For one that adds and was accepted: the paragraph that it became."""
    is_synthetic = models.BooleanField(_("dimostrativo"), default=False)

    class Meta:
        verbose_name = _("emendamento")
        constraints = [
            models.UniqueConstraint(fields=["hypothesis", "number"], name="amendment_number_once"),
            models.CheckConstraint(
                condition=Q(kind=AmendmentKind.ADD) | Q(paragraph__isnull=False),
                name="amendment_of_a_paragraph",
            ),
            models.CheckConstraint(
                condition=Q(kind=AmendmentKind.REMOVE) | ~Q(text=""), name="amendment_says_what"
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True) | Q(decided_at__gte=F("at")),
                name="amendment_decided_after_it_came",
            ),
            models.CheckConstraint(
                condition=~Q(state=AmendmentState.REJECTED) | ~Q(answer=""),
                name="amendment_rejected_with_an_answer",
            ),
        ]
        indexes = [search_index("amendment_words", "text", "reason")]

    def __str__(self) -> str:
        return f"{self.hypothesis} · {self.number}"

    @property
    def district(self) -> District:
        return self.hypothesis.district

    def get_absolute_url(self) -> str:
        return f"{self.hypothesis.get_absolute_url()}emendamenti/{self.number}/"


class AmendmentRemark(models.Model):
    """What somebody says of an amendment before it is decided."""

    amendment = models.ForeignKey(Amendment, on_delete=models.CASCADE, related_name="remarks")
    number = models.PositiveIntegerField()
    text = models.CharField(_("osservazione"), max_length=2000)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    author = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(_("quando"))

    class Meta:
        verbose_name = _("osservazione")
        constraints = [models.UniqueConstraint(fields=["amendment", "number"], name="remark_number_once")]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def district(self) -> District:
        return self.amendment.district
