"""Synthesis: grids in which contributions are placed, and concept maps drawn together."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ordito.core.addresses import address
from ordito.core.models import District, User
from ordito.core.search import search_index
from ordito.participation.models.processes import Process
from ordito.participation.models.voices import Contribution


class Grid(models.Model):
    """A synthesis grid: two axes of one's choice, and contributions in its cells."""

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="grids")
    code = models.SlugField(_("codice"), max_length=80)
    title = models.CharField(_("titolo"), max_length=200)
    rows_name = models.CharField(_("le righe sono"), max_length=80, default="Macro-questioni")
    columns_name = models.CharField(_("le colonne sono"), max_length=80, default="Interventi")
    is_synthetic = models.BooleanField(_("dimostrativo"), default=False)

    class Meta:
        verbose_name = _("griglia di sintesi")
        constraints = [models.UniqueConstraint(fields=["process", "code"], name="grid_code_once")]

    def __str__(self) -> str:
        return self.title

    @property
    def district(self) -> District:
        return self.process.district

    def get_absolute_url(self) -> str:
        return address("participation:grid", self.district.slug, self.process.code, self.code)


class Axis(models.TextChoices):
    ROW = "row", _("riga")
    COLUMN = "column", _("colonna")


class GridLine(models.Model):
    """A row or a column of a grid."""

    grid = models.ForeignKey(Grid, on_delete=models.CASCADE, related_name="lines")
    axis = models.CharField(_("asse"), max_length=6, choices=Axis)
    number = models.PositiveSmallIntegerField(_("numero"))
    title = models.CharField(_("titolo"), max_length=200)
    removed_at = models.DateTimeField(_("tolta il"), null=True, blank=True)
    """A line in which something was once placed is not deleted: who placed what stays known."""

    class Meta:
        verbose_name = _("riga o colonna della griglia")
        constraints = [models.UniqueConstraint(fields=["grid", "axis", "number"], name="grid_line_once")]

    def __str__(self) -> str:
        return self.title

    @property
    def district(self) -> District:
        return self.grid.district


class Cell(models.Model):
    """Where a row and a column meet; it exists from the first time something is placed or written there."""

    grid = models.ForeignKey(Grid, on_delete=models.CASCADE, related_name="cells")
    row = models.ForeignKey(GridLine, on_delete=models.CASCADE, related_name="cells_across")
    column = models.ForeignKey(GridLine, on_delete=models.CASCADE, related_name="cells_down")
    summary = models.TextField(_("in sintesi"), blank=True)

    class Meta:
        verbose_name = _("cella")
        constraints = [models.UniqueConstraint(fields=["row", "column"], name="cell_once")]
        indexes = [search_index("cell_words", "summary")]

    def __str__(self) -> str:
        return f"{self.row} × {self.column}"

    @property
    def district(self) -> District:
        return self.grid.district

    def get_absolute_url(self) -> str:
        return f"{self.grid.get_absolute_url()}#cella-{self.row.number}-{self.column.number}"


class Placement(models.Model):
    """That a contribution was put in a cell, by whom and when; taking it away is written too."""

    contribution = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="placements")
    cell = models.ForeignKey(Cell, on_delete=models.PROTECT, related_name="placements")
    placed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    placed_at = models.DateTimeField(_("messo il"))
    was_suggested = models.BooleanField(_("era un suggerimento"), default=False)
    removed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    removed_at = models.DateTimeField(_("tolto il"), null=True, blank=True)

    class Meta:
        verbose_name = _("collocazione")
        constraints = [
            models.UniqueConstraint(
                fields=["contribution", "cell"],
                condition=Q(removed_at__isnull=True),
                name="placed_once_in_a_cell",
            ),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True) | Q(removed_at__gte=F("placed_at")),
                name="removed_after_placed",
            ),
            models.UniqueConstraint(
                fields=["contribution", "cell", "placed_at"], name="placed_once_at_a_moment"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contribution_id} → {self.cell_id}"

    @property
    def district(self) -> District:
        return self.cell.district


class Correction(models.Model):
    """What a person said against the machine, or for it: this does not go there, these two go together.

    It is about a cell or about another contribution, never both; suggestions keep to it for good.
    """

    grid = models.ForeignKey(Grid, on_delete=models.CASCADE, related_name="corrections")
    number = models.PositiveIntegerField(_("numero"))
    contribution = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="+")
    cell = models.ForeignKey(
        Cell, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("cella")
    )
    other = models.ForeignKey(
        Contribution,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("l'altro contributo"),
    )
    together = models.BooleanField(_("stanno insieme"), default=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(_("quando"))

    class Meta:
        verbose_name = _("correzione di un suggerimento")
        constraints = [
            models.UniqueConstraint(fields=["grid", "number"], name="correction_number_once"),
            models.CheckConstraint(
                condition=Q(cell__isnull=True, other__isnull=False)
                | Q(cell__isnull=False, other__isnull=True, together=False),
                name="a_correction_is_about_one_thing",
            ),
            models.CheckConstraint(
                condition=~Q(contribution=F("other")), name="a_correction_is_about_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contribution_id} {'=' if self.together else '≠'} {self.cell_id or self.other_id}"

    @property
    def district(self) -> District:
        return self.grid.district


class ConceptMap(models.Model):
    """Concepts and their ties, drawn together."""

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="concept_maps")
    code = models.SlugField(_("codice"), max_length=80)
    title = models.CharField(_("titolo"), max_length=200)
    is_synthetic = models.BooleanField(_("dimostrativo"), default=False)

    class Meta:
        verbose_name = _("mappa concettuale")
        constraints = [models.UniqueConstraint(fields=["process", "code"], name="concept_map_code_once")]

    def __str__(self) -> str:
        return self.title

    @property
    def district(self) -> District:
        return self.process.district

    def get_absolute_url(self) -> str:
        return address("participation:concept_map", self.district.slug, self.process.code, self.code)


class Concept(models.Model):
    """A node of a concept map: a few words, and where they stand on the sheet (0-1000 by 0-1000)."""

    map = models.ForeignKey(ConceptMap, on_delete=models.CASCADE, related_name="concepts")
    number = models.PositiveSmallIntegerField(_("numero"))
    text = models.CharField(_("concetto"), max_length=120)
    x = models.PositiveSmallIntegerField(default=500)
    y = models.PositiveSmallIntegerField(default=500)
    contribution = models.ForeignKey(
        Contribution,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="concepts",
        verbose_name=_("dal contributo"),
    )

    class Meta:
        verbose_name = _("concetto")
        constraints = [
            models.UniqueConstraint(fields=["map", "number"], name="concept_number_once"),
            models.CheckConstraint(condition=Q(x__lte=1000, y__lte=1000), name="concept_stays_on_the_sheet"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def district(self) -> District:
        return self.map.district


class TieKind(models.TextChoices):
    LEADS_TO = "leads_to", _("porta a")
    PART_OF = "part_of", _("fa parte di")
    NEEDS = "needs", _("ha bisogno di")
    OPPOSES = "opposes", _("contrasta")
    EXAMPLE_OF = "example_of", _("è un esempio di")


class ConceptTie(models.Model):
    """A typed tie from a concept to another."""

    map = models.ForeignKey(ConceptMap, on_delete=models.CASCADE, related_name="ties")
    source = models.ForeignKey(Concept, on_delete=models.CASCADE, related_name="ties_out")
    target = models.ForeignKey(Concept, on_delete=models.CASCADE, related_name="ties_in")
    kind = models.CharField(_("legame"), max_length=12, choices=TieKind)

    class Meta:
        verbose_name = _("legame fra concetti")
        constraints = [
            models.UniqueConstraint(fields=["source", "target", "kind"], name="concept_tie_once"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="concept_ties_to_another"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.get_kind_display()} {self.target}"

    @property
    def district(self) -> District:
        return self.map.district
