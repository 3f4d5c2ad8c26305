"""Forms of documents, their versions and their status."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ordito.core.attachments import ACCEPT
from ordito.core.forms import DayInput
from ordito.governance.commands.documents import NewVersion
from ordito.governance.models import DocumentStatus


class DocumentForm(forms.Form):
    """What a document is called, and who may read it."""

    title = forms.CharField(label=_("Titolo"), max_length=300)
    is_public = forms.BooleanField(
        label=_("Pubblico"),
        required=False,
        help_text=_("Chiunque può leggerlo; altrimenti lo legge solo chi lavora nell'ambito."),
    )


class VersionForm(forms.Form):
    """A new version: a text, a file, or both."""

    text = forms.CharField(label=_("Testo"), required=False, widget=forms.Textarea(attrs={"rows": 8}))
    file = forms.FileField(
        label=_("File"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPT}),
        help_text=_("PDF, ODT, DOCX, ODS, XLSX, PNG o JPG, al massimo 20 MB."),
    )
    note = forms.CharField(label=_("Che cosa cambia"), required=False, max_length=300)

    @property
    def version(self) -> NewVersion:
        """What was handed in, for the deed."""
        typed: dict[str, Any] = self.cleaned_data
        file = typed["file"]
        return NewVersion(
            text=typed["text"], note=typed["note"], file=(file.name, file.read()) if file else None
        )


class StatusForm(forms.Form):
    """Where a document goes next."""

    status = forms.ChoiceField(label=_("Nuovo stato"), choices=DocumentStatus.choices)
    date = forms.DateField(label=_("In data"), required=False, widget=DayInput)
    submitted_to = forms.CharField(
        label=_("A chi"),
        required=False,
        max_length=200,
        help_text=_("Chi lo ha in istruttoria, o a chi è stato trasmesso."),
    )
    note = forms.CharField(
        label=_("Nota"),
        required=False,
        max_length=300,
        help_text=_("Serve quando un documento torna indietro: che cosa manca, chi lo ha chiesto."),
    )
