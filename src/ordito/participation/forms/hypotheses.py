"""What is typed of a document of hypotheses: its pieces, an amendment, what the body decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from ordito.community.models import Organisation
from ordito.governance.commands.decisions import DecisionFacts
from ordito.governance.models import Body, Decision, Meeting, MeetingState, Outcome
from ordito.participation.commands.amendments import AmendmentFacts, Verdict
from ordito.participation.commands.hypotheses import BodyDecision
from ordito.participation.models import AmendmentKind, Gathering, Grid
from ordito.participation.queries.pieces import LONGEST_HEADING, Piece

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import QueryDict

    from ordito.participation.models import Amendment, Hypothesis, Paragraph, Process

LONGEST_PASTE = 400_000
MOST_DECISIONS = 40


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class TitleForm(forms.Form):
    """What a document is called, and who decides it."""

    title = forms.CharField(label=_("Titolo"), max_length=200)
    decided_by = forms.ModelChoiceField(
        Body.objects.none(),
        label=_("Chi decide"),
        help_text=_(
            "L'organismo che ha il mandato: accoglie o respinge gli emendamenti, e approva il testo."
        ),
    )

    def __init__(self, *args: Any, process: Process, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = Body.objects.alive(process.district.today()).filter(district=process.district)
        self.fields["decided_by"].queryset = bodies.order_by("name")  # type: ignore[attr-defined]


class BeginForm(TitleForm):
    """A new document: from a text, from a grid, or from nothing."""

    text = forms.CharField(
        label=_("Il testo"),
        required=False,
        max_length=LONGEST_PASTE,
        widget=_area(12),
        help_text=_(
            "Si può incollare intero: una riga vuota separa i paragrafi, una riga breve senza punto diventa "
            "il titoletto di quello che segue."
        ),
    )
    grid = forms.ModelChoiceField(
        Grid.objects.none(),
        label=_("Oppure da una griglia"),
        required=False,
        empty_label=_("nessuna"),
        help_text=_("Ogni riga diventa un paragrafo, che poggia già sulle sue celle."),
    )
    by_cell = forms.BooleanField(label=_("Un paragrafo per cella, invece che per riga"), required=False)

    def __init__(self, *args: Any, process: Process, **kwargs: Any) -> None:
        super().__init__(*args, process=process, **kwargs)
        grids = Grid.objects.filter(process=process).order_by("title")
        self.fields["grid"].queryset = grids  # type: ignore[attr-defined]
        if not grids:
            del self.fields["grid"], self.fields["by_cell"]

    def clean(self) -> dict[str, Any]:
        """Either a text or a grid: two beginnings are none."""
        told = super().clean() or {}
        if told.get("grid") and told.get("text"):
            self.add_error("grid", _("O il testo o la griglia: l'altro si aggiunge dopo."))
        elif not told.get("grid") and not told.get("text", "").strip() and "text" not in self.errors:
            self.add_error("text", _("Serve almeno un paragrafo."))
        return told


def pieces_in(data: QueryDict) -> list[Piece]:
    """The pieces of the page on which a document is written, in their order."""
    names = ("heading", "text", "number", "from", "joined", "cells")
    columns = [data.getlist(name) for name in names]
    return [
        Piece(
            heading=heading.replace("\r\n", "\n"),
            text=text.replace("\r\n", "\n"),
            number=_integer(number),
            split_from=_integer(origin),
            joined=_integers(joined),
            cells=_integers(cells),
        )
        for heading, text, number, origin, joined, cells in zip(*columns, strict=False)
    ]


def _integer(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else None  # noqa: PLR2004


def _integers(typed: str) -> tuple[int, ...]:
    return tuple(number for word in typed.split() if (number := _integer(word)) is not None)


class AmendmentForm(forms.Form):
    """What is proposed of one paragraph, and why."""

    kind = forms.ChoiceField(
        label=_("Che cosa si propone"),
        choices=[
            (AmendmentKind.REPLACE, _("riscrivere il paragrafo")),
            (AmendmentKind.ADD, _("aggiungere un paragrafo dopo")),
            (AmendmentKind.REMOVE, _("togliere il paragrafo")),
        ],
        initial=AmendmentKind.REPLACE,
    )
    heading = forms.CharField(label=_("Titoletto"), max_length=LONGEST_HEADING, required=False)
    text = forms.CharField(
        label=_("Nuovo testo"),
        required=False,
        max_length=20_000,
        widget=_area(9),
        help_text=_("Si parte dal testo di adesso e si cambia quello che serve; per togliere non occorre."),
    )
    reason = forms.CharField(
        label=_("Perché"),
        max_length=4_000,
        widget=_area(3),
        help_text=_("Chi decide lo legge accanto al testo."),
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("A nome di"), required=False, empty_label=_("di nessuna")
    )
    gathering = forms.ModelChoiceField(
        Gathering.objects.none(),
        label=_("Nell'incontro"),
        required=False,
        empty_label=_("in nessuno"),
        help_text=_("Se lo propone un incontro di sub-area, quale."),
    )

    def __init__(
        self,
        *args: Any,
        organisations: Any,
        gatherings: Any,
        at_the_beginning: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]
        self.fields["gathering"].queryset = gatherings  # type: ignore[attr-defined]
        for name, rows in (("organisation", organisations), ("gathering", gatherings)):
            if not rows:
                del self.fields[name]
        if at_the_beginning:
            del self.fields["kind"]
        self.fields["text"].required = self.data.get("kind") != AmendmentKind.REMOVE

    def facts(self, paragraph: Paragraph | None) -> AmendmentFacts:
        told = self.cleaned_data
        return AmendmentFacts(
            kind=told.get("kind", AmendmentKind.ADD),
            paragraph=paragraph,
            heading=told["heading"],
            text=told["text"],
            reason=told["reason"],
            organisation=told.get("organisation"),
            gathering=told.get("gathering"),
        )


class RemarkForm(forms.Form):
    """What one says of an amendment."""

    text = forms.CharField(label=_("Osservazione"), max_length=2_000, widget=_area(3))
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("A nome di"), required=False, empty_label=_("di nessuna")
    )

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]
        if not organisations:
            del self.fields["organisation"]


class _Decisions(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        """The number, the day and the beginning of the text."""
        return f"{obj.number} · {date_format(obj.meeting.date, 'd/m/Y')} · {obj.text[:70]}"


class _Meetings(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        """The day and the title."""
        return f"{date_format(obj.date, 'd/m/Y')} {obj.title}".strip()


class BodyDecisionForm(forms.Form):
    """The decision of the body: one of its own, or one to write now in a meeting of its."""

    decision = _Decisions(
        Decision.objects.none(),
        label=_("Con la decisione"),
        required=False,
        empty_label=_("nessuna, o nuova qui sotto"),
    )
    meeting = _Meetings(
        Meeting.objects.none(), label=_("Nuova, nell'incontro"), required=False, empty_label=_("nessuno")
    )
    number = forms.CharField(
        label=_("Numero"), max_length=40, required=False, help_text=_("Vuoto: il prossimo dell'anno.")
    )
    text = forms.CharField(label=_("Che cosa si decide"), max_length=20_000, required=False, widget=_area(2))
    votes_for = forms.IntegerField(label=_("Favorevoli"), required=False, min_value=0, max_value=100_000)
    votes_against = forms.IntegerField(label=_("Contrari"), required=False, min_value=0, max_value=100_000)
    abstained = forms.IntegerField(label=_("Astenuti"), required=False, min_value=0, max_value=100_000)

    def __init__(self, *args: Any, hypothesis: Hypothesis, **kwargs: Any) -> None:
        super().__init__(*args, **{"prefix": "atto", **kwargs})
        taken = Decision.objects.filter(meeting__body=hypothesis.decided_by_id).select_related("meeting")
        held = Meeting.objects.filter(
            body=hypothesis.decided_by_id, date__lte=hypothesis.process.district.today()
        ).exclude(state=MeetingState.CANCELLED)
        newest = taken.order_by("-meeting__date", "-pk")
        kept = newest.filter(pk__in=list(newest.values_list("pk", flat=True)[:MOST_DECISIONS]))
        self.fields["decision"].queryset = kept  # type: ignore[attr-defined]
        self.fields["meeting"].queryset = held.order_by("-date", "-pk")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A decision that is there, or a whole new one."""
        told = super().clean() or {}
        if told.get("decision") and told.get("meeting"):
            self.add_error("meeting", _("O una decisione che c'è, o una nuova."))
        elif told.get("meeting") and not told.get("text", "").strip():
            self.add_error("text", _("Serve il testo della decisione."))
        elif told.get("text") and not told.get("meeting") and not told.get("decision"):
            self.add_error("meeting", _("Serve l'incontro in cui si è deciso."))
        return told

    def told(self, outcome: str = Outcome.APPROVED) -> BodyDecision:
        """What was chosen or typed, as the deeds take it."""
        facts = self.cleaned_data
        if not facts.get("meeting"):
            return BodyDecision(decision=facts.get("decision"))
        names = ("number", "text", "votes_for", "votes_against", "abstained")
        return BodyDecision(
            meeting=facts["meeting"],
            facts=DecisionFacts(outcome=outcome, **{name: facts[name] for name in names}),
        )


class ConcludeForm(forms.Form):
    """Whether the whole document is approved."""

    outcome = forms.ChoiceField(
        label=_("Il documento intero"),
        choices=[(Outcome.APPROVED, _("è approvato")), (Outcome.REJECTED, _("è respinto"))],
        widget=forms.RadioSelect,
    )


def verdicts_in(data: QueryDict, amendments: Iterable[Amendment]) -> list[Verdict]:
    """What was decided of each amendment on the page of a sitting; those left aside are not in it."""
    told = []
    for one in amendments:
        outcome = data.get(f"esito-{one.number}", "")
        if outcome not in {"accolto", "modificato", "respinto"}:
            continue
        changed = outcome == "modificato"
        told.append(
            Verdict(
                amendment=one,
                accepted=outcome != "respinto",
                answer=data.get(f"risposta-{one.number}", "")[:4_000],
                heading=data.get(f"titoletto-{one.number}", "") if changed else None,
                text=data.get(f"testo-{one.number}", "") if changed else None,
                reread=f"riletto-{one.number}" in data,
            )
        )
    return told
