"""Meetings from convocation to approved minutes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ordito.community.models import Organisation, Person
from ordito.core.addresses import address
from ordito.core.models import District, Operator, User
from ordito.core.search import search_index
from ordito.core.versions import Version
from ordito.governance.models.bodies import Body
from ordito.territory.models import Place

if TYPE_CHECKING:
    from ordito.core.models import Actor


class MeetingState(models.TextChoices):
    PLANNED = "planned", _("in preparazione")
    CONVENED = "convened", _("convocato")
    HELD = "held", _("svolto")
    CANCELLED = "cancelled", _("annullato")


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, user: Actor) -> Self:
        """Public meetings of public bodies, once convened; everything to whoever works in the district."""
        if isinstance(user, Operator) or (isinstance(user, User) and user.is_installation_admin):
            return self.all()
        public = Q(is_public=True, body__is_public=True, district__is_public=True) & ~Q(
            state=MeetingState.PLANNED
        )
        if isinstance(user, User):
            return self.filter(public | Q(district_id__in=user.district_ids))
        return self.filter(public)

    def that_count(self) -> Self:
        """Meetings that were held: the denominator of attendance."""
        return self.filter(state=MeetingState.HELD)


class Meeting(models.Model):
    """A sitting of a body, on a day; the hours may be unknown. Its code names it in the whole district."""

    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="meetings", editable=False)
    body = models.ForeignKey(
        Body, on_delete=models.PROTECT, related_name="meetings", verbose_name=_("organismo")
    )
    code = models.SlugField(_("codice"), max_length=120)
    title = models.CharField(_("titolo"), max_length=200, blank=True)
    date = models.DateField(_("data"))
    starts_at = models.TimeField(_("dalle"), null=True, blank=True)
    ends_at = models.TimeField(_("alle"), null=True, blank=True)
    place = models.ForeignKey(
        Place,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="meetings",
        verbose_name=_("luogo"),
    )
    place_text = models.CharField(_("altro luogo"), max_length=200, blank=True)
    link = models.URLField(_("collegamento"), blank=True)
    message = models.TextField(_("testo di accompagnamento"), blank=True)
    state = models.CharField(_("stato"), max_length=12, choices=MeetingState, default=MeetingState.PLANNED)
    notice = models.CharField(_("perché è cambiato o annullato"), max_length=300, blank=True)
    head_count = models.PositiveIntegerField(_("presenti (solo il numero)"), null=True, blank=True)
    guests = models.TextField(_("ospiti, uno per riga"), blank=True)
    chair = models.CharField(_("presiede"), max_length=160, blank=True)
    secretary = models.CharField(_("verbalizza"), max_length=160, blank=True)
    is_public = models.BooleanField(_("pubblico"), default=True)
    convened_at = models.DateTimeField(_("convocato il"), null=True, blank=True)
    closed_at = models.DateTimeField(_("presenze chiuse il"), null=True, blank=True)
    ics_sequence = models.PositiveIntegerField(default=0)
    is_synthetic = models.BooleanField(_("dimostrativo"), default=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("incontro")
        constraints = [
            models.UniqueConstraint(fields=["district", "code"], name="meeting_code_once"),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True)
                | Q(starts_at__isnull=True)
                | Q(ends_at__gt=models.F("starts_at")),
                name="meeting_ends_after_it_starts",
            ),
        ]
        indexes = [
            models.Index(fields=["date"], name="meetings_by_day"),
            search_index("meeting_words", "title", "place_text"),
        ]

    def __str__(self) -> str:
        return f"{self.title or self.body.name} {self.date:%d/%m/%Y}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the meeting in the district of its body."""
        self.district_id = self.body.district_id
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return address("governance:meeting", self.district.slug, self.body.code, self.code)

    @property
    def calendar_uid(self) -> str:
        """The name of the meeting in everybody's calendar: the same in the invitation and in the feeds."""
        return f"{self.code}.{self.district.slug}@ordito"


class AgendaItem(models.Model):
    """A point of the agenda, and what was said on it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="agenda")
    position = models.PositiveSmallIntegerField(_("punto"))
    title = models.CharField(_("argomento"), max_length=300)
    discussion = models.TextField(_("che cosa si è detto"), blank=True)
    minutes = models.ForeignKey(
        "Minutes",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="agenda_items",
        verbose_name=_("verbale da approvare"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "position"],
                name="agenda_position_once",
                deferrable=models.Deferrable.DEFERRED,
            )
        ]
        indexes = [search_index("agenda_words", "title", "discussion")]

    def __str__(self) -> str:
        return self.title

    @property
    def district(self) -> District:
        return self.meeting.district


class AttendanceState(models.TextChoices):
    PRESENT = "present", _("presente")
    DELEGATE = "delegate", _("presente con un supplente")
    JUSTIFIED = "justified", _("assente giustificato")
    ABSENT = "absent", _("assente")
    OBSERVER = "observer", _("uditore")
    NOT_ENTITLED = "not_entitled", _("non aveva titolo")


class Attendance(models.Model):
    """How an organisation, or a single person, took part in a meeting; and who came for the organisation."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendance")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="attendance"
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="attendance"
    )
    state = models.CharField(_("stato"), max_length=12, choices=AttendanceState)
    by_person = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="attended_for",
        verbose_name=_("chi è venuto"),
    )
    by_name = models.CharField(_("chi è venuto, se non è nel registro"), max_length=160, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=True, person__isnull=False)
                | Q(organisation__isnull=False, person__isnull=True),
                name="attendance_of_an_organisation_or_of_a_person",
            ),
            models.UniqueConstraint(
                fields=["meeting", "organisation", "person"], nulls_distinct=False, name="attendance_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation or self.person}: {self.get_state_display()}"

    @property
    def district(self) -> District:
        return self.meeting.district


class NoticeKind(models.TextChoices):
    REQUEST = "request", _("convocazione")
    CANCEL = "cancel", _("annullamento")
    MINUTES = "minutes", _("verbale da approvare")


class Convocation(models.Model):
    """A notice to somebody, queued with the deed that asks for it and sent afterwards, once.

    `sequence` is the one of the calendar invitation; for minutes it is the number of the version.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="convocations")
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="convocations"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="convocations"
    )
    email = models.EmailField()
    kind = models.CharField(_("tipo"), max_length=12, choices=NoticeKind, default=NoticeKind.REQUEST)
    sequence = models.PositiveIntegerField()
    page = models.URLField(_("pagina da aprire"), blank=True)
    reply_to = models.EmailField(_("a chi si risponde"), blank=True)
    queued_at = models.DateTimeField()
    try_after = models.DateTimeField(_("da inviare dopo"))
    attempts = models.PositiveSmallIntegerField(_("tentativi"), default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "email", "kind", "sequence"], name="convoked_once")
        ]
        indexes = [
            models.Index(fields=["try_after"], condition=Q(sent_at__isnull=True), name="convocations_to_send")
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def district(self) -> District:
        return self.meeting.district


class Outcome(models.TextChoices):
    APPROVED = "approved", _("approvata")
    REJECTED = "rejected", _("respinta")
    POSTPONED = "postponed", _("rinviata")
    NOTED = "noted", _("presa d'atto")


class Decision(models.Model):
    """What a meeting decided, with the votes where votes were counted."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="decisions")
    agenda_item = models.ForeignKey(
        AgendaItem,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="decisions",
        verbose_name=_("punto"),
    )
    number = models.CharField(_("numero"), max_length=40)
    text = models.TextField(_("decisione"))
    outcome = models.CharField(_("esito"), max_length=12, choices=Outcome, default=Outcome.APPROVED)
    votes_for = models.PositiveIntegerField(_("favorevoli"), null=True, blank=True)
    votes_against = models.PositiveIntegerField(_("contrari"), null=True, blank=True)
    abstained = models.PositiveIntegerField(_("astenuti"), null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "number"], name="decision_number_once")]
        indexes = [search_index("decision_words", "text")]

    def __str__(self) -> str:
        return f"{self.number}. {self.text[:80]}"

    @property
    def district(self) -> District:
        return self.meeting.district

    @property
    def votes(self) -> int:
        """How many votes were counted in all."""
        return sum(filter(None, (self.votes_for, self.votes_against, self.abstained)))


class Task(models.Model):
    """Something that a decision, or a meeting, leaves to somebody to do by a day."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="tasks")
    number = models.PositiveSmallIntegerField(_("numero"))
    decision = models.ForeignKey(
        Decision,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="tasks",
        verbose_name=_("decisione"),
    )
    text = models.CharField(_("che cosa"), max_length=300)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
        verbose_name=_("organizzazione"),
    )
    person = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
        verbose_name=_("persona"),
    )
    who = models.CharField(_("a chi, se non è nel registro"), max_length=160, blank=True)
    due_on = models.DateField(_("entro il"), null=True, blank=True)
    done_on = models.DateField(_("fatto il"), null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "number"], name="task_number_once")]
        indexes = [search_index("task_words", "text")]

    def __str__(self) -> str:
        return self.text

    @property
    def district(self) -> District:
        return self.meeting.district

    @property
    def assignee(self) -> str:
        """Whoever has to do it, in one word."""
        return str(self.organisation or self.person or self.who)


class MinutesStatus(models.TextChoices):
    DRAFT = "draft", _("bozza")
    TO_APPROVE = "to_approve", _("da approvare")
    APPROVED = "approved", _("approvato")


class Minutes(models.Model):
    """The minutes of a meeting, approved at a later meeting of the same body.

    While they are a draft they are read from the register; each version freezes what was read.
    """

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="minutes")
    status = models.CharField(_("stato"), max_length=12, choices=MinutesStatus, default=MinutesStatus.DRAFT)
    opening = models.TextField(_("premessa"), blank=True)
    closing = models.TextField(_("chiusura"), blank=True)
    approved_at = models.ForeignKey(
        Meeting,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="minutes_approved",
        verbose_name=_("approvato nell'incontro"),
    )
    approved_on = models.DateField(_("approvato il"), null=True, blank=True)
    decision = models.OneToOneField(
        Decision,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="approves",
        verbose_name=_("decisione che lo approva"),
    )

    def __str__(self) -> str:
        return str(self.meeting)

    @property
    def district(self) -> District:
        return self.meeting.district


class MinutesVersion(Version):
    """One text of the minutes, never changed afterwards; amendments make a new one and say why.

    `document` is the act as it was, block by block; versions that came from elsewhere have only `text`.
    """

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="versions")
    text = models.TextField(_("testo"), blank=True)
    document = models.JSONField(_("atto"), null=True, blank=True)

    of = "minutes"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["minutes", "number"], name="minutes_version_once")]
        indexes = [search_index("minutes_words", "text")]
