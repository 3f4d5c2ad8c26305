"""Forms of the foundations, and the manner that all forms share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from ordito.core.models import RoleKind

LARGEST_UPLOAD = 50 * 1024 * 1024
LONGEST_NAME = 255  # bytes that a file's name may take on disk
TABLE_FILES = (".csv", ".tsv", ".xlsx", ".zip", ".geojson", ".json")


class DayInput(forms.DateInput):
    """A day, picked or typed."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class RoleForm(forms.Form):
    """A person and what they are in the district."""

    name = forms.CharField(label=_("Nome e cognome"), max_length=120)
    email = forms.EmailField(label=_("E-mail"))
    kind = forms.ChoiceField(label=_("Ruolo"), choices=RoleKind.choices)
    starts_on = forms.DateField(label=_("Dal"), widget=DayInput)


class FilesInput(forms.ClearableFileInput):
    """Some files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Some files at once, each of them checked as one would be."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        """All the files, in a list."""
        one = super().clean
        return [one(each, initial) for each in data] if data else one(None, initial)


class TablesForm(forms.Form):
    """Files with the tables of a district."""

    sheets = FilesField(
        label=_("File"),
        help_text=_(
            "Un foglio di calcolo .xlsx, uno .zip, o uno o più .csv con i nomi delle tabelle: "
            "bodies.csv, people.csv…"
        ),
        widget=FilesInput(attrs={"accept": ",".join(TABLE_FILES)}),
    )

    def clean_sheets(self) -> list[UploadedFile[Any]]:
        """Refuse what is too large to wait for, and what has no name of a table."""
        files: list[UploadedFile[Any]] = self.cleaned_data["sheets"]
        if sum(file.size or 0 for file in files) > LARGEST_UPLOAD:
            raise forms.ValidationError(
                _("Sono più di 50 MB, l'attesa sarebbe lunga: si importano con il comando «ordito import».")
            )
        names = [str(file.name) for file in files]
        if len({name.casefold() for name in names}) < len(names):
            raise forms.ValidationError(_("Due file hanno lo stesso nome: quale vale? Ne serve uno solo."))
        if any(len(name.encode(errors="replace")) > LONGEST_NAME for name in names):
            raise forms.ValidationError(_("Il nome di un file è troppo lungo: accorciarlo e riprovare."))
        others = [str(file.name) for file in files if not str(file.name).lower().endswith(TABLE_FILES)]
        if others:
            raise forms.ValidationError(
                _("«%(name)s» non è un file di tabelle: servono .xlsx, .zip o .csv."),
                params={"name": others[0]},
            )
        return files
