"""What bodies produce, version by version, and where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ordito.core.addresses import address
from ordito.core.models import Attachment, District, Operator, User
from ordito.core.search import search_index
from ordito.core.versions import Version
from ordito.governance.models.bodies import Body

if TYPE_CHECKING:
    from ordito.core.models import Actor


class DocumentStatus(models.TextChoices):
    DRAFT = "draft", _("bozza")
    UNDER_REVIEW = "under_review", _("in istruttoria")
    ADOPTED = "adopted", _("adottato")
    SUBMITTED = "submitted", _("trasmesso")


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to(self, user: Actor) -> Self:
        """Public documents of public bodies; everything to whoever works in the district."""
        if isinstance(user, Operator) or (isinstance(user, User) and user.is_installation_admin):
            return self.all()
        public = Q(is_public=True, body__is_public=True, district__is_public=True)
        if isinstance(user, User):
            return self.filter(public | Q(district_id__in=user.district_ids))
        return self.filter(public)


class Document(models.Model):
    """A document of a body: where it stands, to whom it went. Its code names it in the whole district."""

    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="documents", editable=False)
    body = models.ForeignKey(
        Body, on_delete=models.PROTECT, related_name="documents", verbose_name=_("organismo")
    )
    code = models.SlugField(_("codice"), max_length=80)
    title = models.CharField(_("titolo"), max_length=300)
    status = models.CharField(_("stato"), max_length=20, choices=DocumentStatus, default=DocumentStatus.DRAFT)
    submitted_to = models.CharField(_("trasmesso a"), max_length=200, blank=True)
    date = models.DateField(_("data"), null=True, blank=True)
    is_public = models.BooleanField(_("pubblico"), default=False)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("documento")
        constraints = [models.UniqueConstraint(fields=["district", "code"], name="document_code_once")]
        indexes = [search_index("document_words", "title")]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the document in the district of its body."""
        self.district_id = self.body.district_id
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return address("governance:document", self.district.slug, self.body.code, self.code)


class DocumentVersion(Version):
    """One version of a document: a text, a file, or both; never changed afterwards."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    text = models.TextField(_("testo"), blank=True)
    file = models.ForeignKey(
        Attachment, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("file")
    )

    of = "document"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="document_version_once")]
        indexes = [search_index("document_version_words", "text")]


class DocumentStep(models.Model):
    """A passage of a document from one status to another: when, to whom, and why when it goes back."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="steps")
    number = models.PositiveIntegerField(_("passaggio"))
    status = models.CharField(_("stato"), max_length=20, choices=DocumentStatus)
    date = models.DateField(_("data"), null=True, blank=True)
    submitted_to = models.CharField(_("trasmesso a"), max_length=200, blank=True)
    note = models.CharField(_("nota"), max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="document_step_once")]

    def __str__(self) -> str:
        return f"{self.document}: {self.get_status_display()}"

    @property
    def district(self) -> District:
        return self.document.district
