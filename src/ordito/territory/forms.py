"""Forms of the territory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ordito.core.forms import DayInput
from ordito.core.models import Role
from ordito.core.refused import Refused
from ordito.territory.models import FunctionLevel, Municipality, PlaceKind, SubArea
from ordito.territory.queries import members_of, names_in, places_of, roles_to_post

if TYPE_CHECKING:
    from datetime import date

    from ordito.core.models import District
    from ordito.territory.models import Function, Place


class DecimalInput(forms.TextInput):
    """A number typed with its comma."""

    input_type = "text"

    def __init__(self) -> None:
        super().__init__({"inputmode": "decimal", "autocomplete": "off"})


class NamesForm(forms.Form):
    """Names of municipalities, as one types them."""

    comuni = forms.CharField(
        label=_("Comuni"),
        widget=forms.Textarea({"rows": 8, "spellcheck": "false"}),
        help_text=_(
            "Uno per riga, o separati da virgole. Anche «S. Giovanni in P.», «Castro (BG)», codici ISTAT."
        ),
    )

    @property
    def names(self) -> list[str]:
        """The names typed so far, even while the rest of the form is wrong."""
        return names_in(str(self["comuni"].value() or ""))


class NewDistrictForm(NamesForm):
    """A district to be made out of names."""

    name = forms.CharField(label=_("Nome dell'ambito"), max_length=200)
    subtitle = forms.CharField(
        label=_("Sottotitolo"),
        max_length=200,
        required=False,
        help_text=_("Per esempio il Piano di Zona in corso."),
    )
    lead_body = forms.CharField(label=_("Ente capofila"), max_length=200, required=False)
    is_public = forms.BooleanField(label=_("Ha pagine pubbliche"), required=False, initial=True)

    field_order = ("name", "subtitle", "lead_body", "is_public", "comuni")


class AddMunicipalitiesForm(NamesForm):
    """Municipalities that join the district."""

    starts_on = forms.DateField(
        label=_("Nell'ambito dal"), widget=DayInput, required=False, help_text=_("Vuoto: da sempre.")
    )


class MunicipalityForm(forms.Form):
    """What the register says of a municipality beyond what ISTAT says."""

    official_area_km2 = forms.DecimalField(
        label=_("Superficie ufficiale (km²)"),
        required=False,
        min_value=0,
        max_digits=9,
        decimal_places=2,
        localize=True,
        widget=DecimalInput,
        help_text=_("Vince su quella calcolata sui confini."),
    )
    sub_area = forms.ModelChoiceField(
        SubArea.objects.none(), label=_("Sub-area"), required=False, empty_label=_("nessuna")
    )
    starts_on = forms.DateField(
        label=_("Nell'ambito dal"), widget=DayInput, required=False, help_text=_("Vuoto: da sempre.")
    )

    def __init__(self, *args: Any, district: District, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sub_area"].queryset = district.sub_areas.order_by("name")  # type: ignore[attr-defined]


class DayForm(forms.Form):
    """The day from which something is no longer so."""

    ends_before = forms.DateField(label=_("Dal giorno"), widget=DayInput)

    @property
    def day(self) -> date:
        """The day that was given, or a refusal."""
        if not self.is_valid():
            raise Refused(_("Indicare il giorno."))
        given: date = self.cleaned_data["ends_before"]
        return given


class SubAreaForm(forms.Form):
    """A sub-area and its municipalities."""

    name = forms.CharField(label=_("Nome della sub-area"), max_length=120)
    istat_codes = forms.MultipleChoiceField(
        label=_("Comuni"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, district: District, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["istat_codes"].choices = _municipalities(district, on)  # type: ignore[attr-defined]

    @staticmethod
    def of(sub_area: SubArea) -> dict[str, object]:
        """What the form shows of a sub-area that exists."""
        codes = sub_area.municipalities.values_list("istat_code", flat=True)
        return {"name": sub_area.name, "istat_codes": list(codes)}


class PlaceForm(forms.Form):
    """A place, where it is, whom it serves."""

    name = forms.CharField(label=_("Nome"), max_length=160)
    kind = forms.ChoiceField(label=_("Tipo"), choices=PlaceKind.choices, initial=PlaceKind.DESK)
    municipality = forms.ModelChoiceField(
        Municipality.objects.none(),
        label=_("Comune in cui si trova"),
        required=False,
        empty_label=_("non ancora noto"),
    )
    address = forms.CharField(label=_("Indirizzo"), max_length=200, required=False)
    opening_hours = forms.CharField(
        label=_("Orari"),
        max_length=200,
        required=False,
        help_text=_("Per esempio: lun, mer 9-13; gio 15-18."),
    )
    phone = forms.CharField(label=_("Telefono"), max_length=40, required=False)
    starts_on = forms.DateField(
        label=_("Aperto dal"), widget=DayInput, required=False, help_text=_("Vuoto: da sempre.")
    )
    latitude = forms.FloatField(
        label=_("Latitudine"),
        required=False,
        localize=True,
        widget=DecimalInput,
        help_text=_("Per esempio 44,33740."),
    )
    longitude = forms.FloatField(
        label=_("Longitudine"),
        required=False,
        localize=True,
        widget=DecimalInput,
        help_text=_("Per esempio 10,84416."),
    )
    catchment = forms.MultipleChoiceField(
        label=_("Comuni che serve, oltre a quello in cui si trova"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, district: District, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipality"].queryset = members_of(district, on).order_by("name")  # type: ignore[attr-defined]
        self.fields["catchment"].choices = _municipalities(district, on)  # type: ignore[attr-defined]

    @staticmethod
    def of(place: Place) -> dict[str, object]:
        """What the form shows of a place that exists."""
        names = ("name", "kind", "address", "opening_hours", "phone", "starts_on", "latitude", "longitude")
        shown: dict[str, object] = {name: getattr(place, name) for name in names}
        served = place.catchment.values_list("istat_code", flat=True)
        return shown | {"municipality": place.municipality_id, "catchment": list(served)}


class PostForm(forms.Form):
    """Somebody to be put at a place."""

    role = forms.ModelChoiceField(Role.objects.none(), label=_("Persona e ruolo"))
    starts_on = forms.DateField(label=_("Dal"), widget=DayInput)

    def __init__(self, *args: Any, place: Place, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].queryset = roles_to_post(place, on)  # type: ignore[attr-defined]


class FunctionForm(forms.Form):
    """A function: where it is kept, by whom, since when."""

    name = forms.CharField(
        label=_("Funzione"), max_length=160, help_text=_("Per esempio: Tutela dei minori.")
    )
    level = forms.ChoiceField(label=_("Livello"), choices=FunctionLevel.choices)
    places = forms.MultipleChoiceField(
        label=_("Luoghi"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Solo per le funzioni «in luoghi determinati»."),
    )
    offered_by = forms.CharField(
        label=_("Chi la svolge"), max_length=160, required=False, help_text=_("Unione, comuni, ASP…")
    )
    full_time_workers = forms.DecimalField(
        label=_("Operatori a tempo pieno"),
        required=False,
        min_value=0,
        max_digits=6,
        decimal_places=2,
        localize=True,
        widget=DecimalInput,
        help_text=_("Un part-time a 18 ore vale 0,5."),
    )
    full_time_social_workers = forms.DecimalField(
        label=_("Di cui assistenti sociali"),
        required=False,
        min_value=0,
        max_digits=6,
        decimal_places=2,
        localize=True,
        widget=DecimalInput,
        help_text=_("Entrano nel confronto con il livello essenziale."),
    )
    starts_on = forms.DateField(label=_("Dal"), widget=DayInput)
    notes = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, district: District, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = places_of(district, on).order_by("name").values_list("code", "name")
        self.fields["places"].choices = list(places)  # type: ignore[attr-defined]

    @staticmethod
    def of(function: Function) -> dict[str, object]:
        """What the form shows of a function that exists."""
        names = (
            "name",
            "level",
            "offered_by",
            "full_time_workers",
            "full_time_social_workers",
            "starts_on",
            "notes",
        )
        places = [place.code for place in function.places.all()]
        return {name: getattr(function, name) for name in names} | {"places": places}


class CountForm(forms.Form):
    """ISTAT's file of residents."""

    file = forms.FileField(
        label=_("File di ISTAT"),
        widget=forms.FileInput({"accept": ".csv,.zip"}),
        help_text=_(
            "«Popolazione residente per età e sesso», il CSV o lo zip come si scarica da demo.istat.it."
        ),
    )
    year = forms.IntegerField(
        label=_("Anno"),
        required=False,
        min_value=1950,
        max_value=2100,
        help_text=_("Serve solo se il file non ha il titolo con «al 1° gennaio …»."),
    )


def _municipalities(district: District, on: date) -> list[tuple[str, str]]:
    return list(members_of(district, on).order_by("name").values_list("istat_code", "name"))
