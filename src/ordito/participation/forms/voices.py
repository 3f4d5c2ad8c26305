"""What people type about gatherings and what is said. Forms only read what is typed; the deeds decide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ordito.community.models import Organisation
from ordito.governance.models import Meeting
from ordito.participation.commands.contributions import OPINIONS, Said
from ordito.participation.commands.gatherings import LONGEST_QUESTION, LONGEST_TITLE, GatheringFacts
from ordito.participation.models import ContributionChannel, ContributionKind
from ordito.participation.models.voices import LONGEST_CONTRIBUTION
from ordito.participation.queries.voices import voices_of
from ordito.territory.models import SubArea

if TYPE_CHECKING:
    from ordito.core.models import Actor
    from ordito.participation.models import Contribution, Gathering, Process

KINDS = [(value, label) for value, label in ContributionKind.choices if value not in OPINIONS]
TYPED = [
    (value, label)
    for value, label in ContributionChannel.choices
    if value in (ContributionChannel.NOTE, ContributionChannel.HAND, ContributionChannel.PAPER)
]
MEETINGS_TO_CHOOSE_FROM = 40
MOST_PEOPLE = 100_000


class GatheringForm(forms.Form):
    """A gathering: what it asks, where, to how many."""

    title = forms.CharField(
        label=_("Titolo"), max_length=LONGEST_TITLE, help_text=_("Per esempio: Plenaria di apertura.")
    )
    question = forms.CharField(
        label=_("La domanda"),
        max_length=LONGEST_QUESTION,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Quella che si legge sulla parete e sui telefoni: una sola, breve."),
    )
    meeting = forms.ModelChoiceField(
        Meeting.objects.none(), label=_("Incontro"), required=False, empty_label="—"
    )
    sub_area = forms.ModelChoiceField(
        SubArea.objects.none(), label=_("Sub-area"), required=False, empty_label="—"
    )
    head_count = forms.IntegerField(
        label=_("Persone in sala"), required=False, min_value=0, max_value=MOST_PEOPLE
    )
    reads_first = forms.BooleanField(
        label=_("Quello che arriva dai telefoni si mostra solo dopo che qualcuno lo ha letto"), required=False
    )

    def __init__(self, *args: Any, process: Process, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        meetings = Meeting.objects.filter(district=process.district)
        chosen = self.initial.get("meeting")
        last = meetings.order_by("-date", "-pk").values("pk")[:MEETINGS_TO_CHOOSE_FROM]
        rows = meetings.filter(Q(pk__in=last) | Q(pk=chosen.pk) if chosen else Q(pk__in=last))
        self.fields["meeting"].queryset = rows.select_related("body").order_by("-date", "-pk")  # type: ignore[attr-defined]
        areas = SubArea.objects.filter(district=process.district).order_by("name")
        self.fields["sub_area"].queryset = areas  # type: ignore[attr-defined]

    @staticmethod
    def of(gathering: Gathering) -> dict[str, Any]:
        """What a gathering says now."""
        names = ("title", "question", "meeting", "sub_area", "head_count", "reads_first")
        return {name: getattr(gathering, name) for name in names}

    def facts(self) -> GatheringFacts:
        """What was typed, as the deed takes it."""
        return GatheringFacts(**self.cleaned_data)


class ContributionForm(forms.Form):
    """Something said with one's own account, for one organisation."""

    kind = forms.ChoiceField(label=_("Che cos'è"), choices=KINDS, initial=ContributionKind.NEED)
    text = forms.CharField(
        label=_("Testo"),
        max_length=LONGEST_CONTRIBUTION,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        help_text=_("Un'esigenza è quello che si vive; una richiesta è la risposta che si chiede."),
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("A nome di"), required=False, empty_label="—"
    )

    def __init__(
        self, *args: Any, process: Process, user: Actor, about: Contribution | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        rows = voices_of(user, process).order_by("name")
        self.fields["organisation"].queryset = rows  # type: ignore[attr-defined]
        if about is not None:
            kinds = [(value, label) for value, label in ContributionKind.choices if value in OPINIONS]
            self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self.about = about

    @staticmethod
    def of(contribution: Contribution) -> dict[str, Any]:
        """What a contribution says now."""
        return {name: getattr(contribution, name) for name in ("kind", "text", "organisation")}

    def said(self) -> Said:
        """What was typed, as the deed takes it."""
        return Said(about=self.about, **self.cleaned_data)


class TypedForm(forms.Form):
    """What an operator types of what is said in a room."""

    text = forms.CharField(label=_("Testo"), widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}))
    kind = forms.ChoiceField(label=_("Che cos'è"), choices=KINDS, initial=ContributionKind.NEED)
    channel = forms.ChoiceField(label=_("Come"), choices=TYPED, initial=ContributionChannel.NOTE)
    table = forms.CharField(label=_("Tavolo"), max_length=40, required=False)
    group = forms.CharField(label=_("Gruppo"), max_length=80, required=False)
    size = forms.IntegerField(label=_("Quante persone lo dicono"), min_value=1, initial=1, required=False)
    mark = forms.CharField(required=False, max_length=24, widget=forms.HiddenInput)

    def said(self, author: str) -> Said:
        """What was typed, as the deed takes it."""
        typed = self.cleaned_data
        return Said(
            text=typed["text"],
            kind=typed["kind"],
            table=typed["table"],
            group=typed["group"],
            size=typed["size"] or 1,
            mark=f"{author}:{typed['mark']}" if typed["mark"] else "",
        )


class StatementForm(forms.Form):
    """A sentence to be voted."""

    text = forms.CharField(
        label=_("Affermazione"),
        max_length=300,
        help_text=_("Una cosa sola, con cui si può essere d'accordo o no."),
    )


class BecauseForm(forms.Form):
    """Why something is hidden."""

    because = forms.CharField(label=_("Perché si nasconde"), max_length=300)
