"""What people type about ballots, and what they mark on a paper. The deeds decide."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ordito.community.models import Organisation
from ordito.participation.commands.ballots import BallotFacts, OptionFacts
from ordito.participation.models import (
    BallotMethod,
    Cell,
    Contribution,
    ContributionState,
    Gathering,
    HypothesisVersion,
    ParagraphText,
    VoterKind,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from ordito.participation.models import Ballot, BallotOption, Process

LONGEST_TEXT = 4_000
MOST_POINTS = 1_000
CENT = "0.01"


class MomentInput(forms.DateTimeInput):
    """A day and an hour, picked or typed."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class BallotForm(forms.Form):
    """A question, a method, and who chooses."""

    title = forms.CharField(label=_("Titolo"), max_length=200)
    question = forms.CharField(
        label=_("La domanda"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Come la leggerà chi sceglie."),
    )
    method = forms.ChoiceField(label=_("Metodo"), choices=BallotMethod.choices, widget=forms.RadioSelect)
    points = forms.IntegerField(
        label=_("Punti a testa"),
        required=False,
        min_value=1,
        max_value=MOST_POINTS,
        help_text=_("Quanti ne distribuisce ognuno, con il metodo dei punti."),
    )
    budget = forms.DecimalField(
        label=_("Bilancio (€)"),
        required=False,
        min_value=0,
        max_digits=12,
        decimal_places=2,
        help_text=_("Quanto si può spendere in tutto, quando si sceglie entro un bilancio."),
    )
    voters = forms.ChoiceField(label=_("Chi sceglie"), choices=VoterKind.choices, widget=forms.RadioSelect)
    gathering = forms.ModelChoiceField(
        Gathering.objects.none(),
        label=_("Raccolta"),
        required=False,
        empty_label="—",
        help_text=_("I telefoni entrati in questa raccolta possono scegliere, se la fase lo permette."),
    )

    def __init__(self, *args: Any, process: Process, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        gatherings = Gathering.objects.filter(process=process).order_by("-opens_at")
        self.fields["gathering"].queryset = gatherings  # type: ignore[attr-defined]

    def facts(self) -> BallotFacts:
        return BallotFacts(**self.cleaned_data)

    @staticmethod
    def of(ballot: Ballot) -> dict[str, Any]:
        """What the form shows of a ballot that is there."""
        names = ("title", "question", "method", "points", "budget", "voters", "gathering")
        return {name: getattr(ballot, name) for name in names}


class OptionForm(forms.Form):
    """Something to choose."""

    title = forms.CharField(label=_("Opzione"), max_length=200)
    description = forms.CharField(
        label=_("Descrizione"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    cost = forms.DecimalField(
        label=_("Costo (€)"), required=False, min_value=0, max_digits=12, decimal_places=2
    )

    def __init__(self, *args: Any, ballot: Ballot, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if ballot.method == BallotMethod.BUDGET:
            self.fields["cost"].required = True
            self.fields["cost"].min_value = 1  # type: ignore[attr-defined]
        else:
            del self.fields["cost"]

    def facts(self) -> OptionFacts:
        return OptionFacts(**self.cleaned_data)

    @staticmethod
    def of(option: BallotOption) -> dict[str, Any]:
        return {"title": option.title, "description": option.description, "cost": option.cost}


class CellChoice(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Cells by their row and column."""

    def label_from_instance(self, obj: Cell) -> str:
        return f"{obj.row.title} · {obj.column.title}"


class ParagraphChoice(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Paragraphs by the words of their last version."""

    def label_from_instance(self, obj: ParagraphText) -> str:
        return obj.heading or obj.text[:120]


class TakeForm(forms.Form):
    """Options taken from what was said and written in the path."""

    contributions = forms.CharField(
        label=_("Contributi"),
        required=False,
        max_length=1_000,
        help_text=_("I loro numeri: 3, 7, 12."),
    )
    cells = CellChoice(
        Cell.objects.none(),
        label=_("Celle delle griglie"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    paragraphs = ParagraphChoice(
        ParagraphText.objects.none(),
        label=_("Paragrafi delle ipotesi"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, process: Process, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._process = process
        cells = Cell.objects.filter(
            grid__process=process, row__removed_at__isnull=True, column__removed_at__isnull=True
        )
        cells = cells.select_related("grid", "row", "column")
        self.fields["cells"].queryset = cells.order_by("grid__code", "row__number", "column__number")  # type: ignore[attr-defined]
        last = HypothesisVersion.objects.filter(hypothesis=OuterRef("version__hypothesis")).order_by(
            "-number"
        )
        texts = ParagraphText.objects.filter(
            version__hypothesis__process=process, version=Subquery(last.values("pk")[:1])
        ).select_related("paragraph__hypothesis")
        self.fields["paragraphs"].queryset = texts.order_by("version__hypothesis__code", "position")  # type: ignore[attr-defined]

    def clean_contributions(self) -> list[Contribution]:
        """The contributions of the path with these numbers, in the order in which they were typed."""
        typed = self.cleaned_data["contributions"]
        words = [each for each in re.split(r"[\s,;]+", typed) if each]
        if not all(each.isdecimal() and len(each) < 10 for each in words):  # noqa: PLR2004 - digits of a number
            raise forms.ValidationError(_now("Servono numeri separati da virgole: 3, 7, 12."))
        numbers = list(dict.fromkeys(int(each) for each in words))
        found = Contribution.objects.filter(
            process=self._process, number__in=numbers, state=ContributionState.SHOWN
        ).in_bulk(field_name="pk")
        by_number = {each.number: each for each in found.values()}
        missing = [str(each) for each in numbers if each not in by_number]
        if missing:
            raise forms.ValidationError(
                _now("Non ci sono contributi visibili con il numero %(numbers)s."),
                params={"numbers": ", ".join(missing)},
            )
        return [by_number[each] for each in numbers]

    def chosen(self) -> dict[str, Any]:
        """What the deed takes."""
        told = self.cleaned_data
        return {
            "contributions": told["contributions"],
            "cells": list(told["cells"]),
            "paragraphs": [(each.paragraph, each.heading or each.text) for each in told["paragraphs"]],
        }


class OpenForm(forms.Form):
    """Until when papers are taken; without it, until somebody closes."""

    closes_at = forms.DateTimeField(
        label=_("Si chiude da sola"),
        required=False,
        widget=MomentInput,
        help_text=_("Vuoto: la chiude l'Ufficio di Piano."),
    )

    def clean_closes_at(self) -> datetime | None:
        told: datetime | None = self.cleaned_data["closes_at"]
        return timezone.make_aware(told) if told is not None and timezone.is_naive(told) else told


class VoidForm(forms.Form):
    """Which paper of a phone is not counted, and why."""

    number = forms.IntegerField(
        label=_("Numero della scheda"),
        min_value=1,
        max_value=999_999,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text=_("Sei cifre: si leggono sul telefono che l'ha data, nella pagina della scelta."),
    )
    void_because = forms.CharField(
        label=_("Perché non si conta"),
        max_length=200,
        help_text=_("Resta nel diario, e lo legge chi ha in mano il telefono. Senza nomi di persone."),
    )


class PaperForm(forms.Form):
    """A paper: one control an option, as the method has it."""

    def __init__(
        self,
        *args: Any,
        ballot: Ballot,
        options: Sequence[BallotOption],
        organisations: Sequence[Organisation] | None = None,
        typed: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._options = list(options)
        if typed:
            self.fields["on_paper"] = forms.CharField(
                label=_("Numero della scheda di carta"),
                max_length=40,
                help_text=_("Quello scritto sulla scheda: non se ne scrivono due uguali."),
            )
        if organisations is not None:
            found = Organisation.objects.filter(pk__in=[each.pk for each in organisations])
            self.fields["organisation"] = forms.ModelChoiceField(
                found.order_by("name"),
                label=_("A nome di"),
                empty_label="—" if len(organisations) != 1 else None,
                initial=organisations[0].pk if len(organisations) == 1 else None,
            )
        for option in self._options:
            self.fields[f"o{option.number}"] = _control(ballot, option, len(self._options))

    def marks(self) -> dict[int, int]:
        """What is marked, by the number of the option."""
        told = {each.number: self.cleaned_data.get(f"o{each.number}") for each in self._options}
        return {number: int(value) for number, value in told.items() if value}

    @property
    def rows(self) -> list[tuple[BallotOption, forms.BoundField]]:
        """Each option with its control."""
        return [(option, self[f"o{option.number}"]) for option in self._options]

    @property
    def heads(self) -> list[forms.BoundField]:
        """What is asked before the options."""
        return [self[name] for name in ("on_paper", "organisation") if name in self.fields]

    @staticmethod
    def of(marks: dict[int, int]) -> dict[str, Any]:
        """What the form shows of a paper that is there."""
        return {f"o{number}": value for number, value in marks.items()}


def _control(ballot: Ballot, option: BallotOption, options: int) -> forms.Field:
    if ballot.method == BallotMethod.POINTS:
        return forms.IntegerField(
            label=option.title,
            required=False,
            min_value=0,
            max_value=ballot.points,
            widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        )
    if ballot.method == BallotMethod.RANKING:
        places = [("", "—"), *((str(each), f"{each}°") for each in range(1, options + 1))]
        return forms.ChoiceField(label=option.title, required=False, choices=places)
    return forms.BooleanField(label=option.title, required=False)
