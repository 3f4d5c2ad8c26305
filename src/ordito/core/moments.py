"""Days and moments as people say them: what ends at midnight ends with the day before."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _


def long_day(day: date) -> str:
    """lunedì 18 luglio 2016, without the capitals that Django gives to Italian months."""
    told = date_format(day, "l j F Y")
    return told.lower() if get_language() == "it" else told


def until(at: datetime) -> str:
    """When something ends, after "dal …": al 26/11/2026 17:00, alla fine di giovedì 26 novembre 2026."""
    here = timezone.localtime(at)
    if here.time() == time():
        return _("alla fine di %(day)s") % {"day": long_day(here.date() - timedelta(days=1))}
    return _("al %(moment)s") % {"moment": date_format(here, "d/m/Y H:i")}
