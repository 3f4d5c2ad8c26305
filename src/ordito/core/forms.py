"""Forms of the foundations, and the manner that all forms share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ordito.core.models import RoleKind


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
