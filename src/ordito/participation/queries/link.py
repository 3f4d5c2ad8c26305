"""The link with which whoever applied, without an account, follows what becomes of the application."""

from __future__ import annotations

from datetime import timedelta

from django.core import signing

from ordito.participation.models import Application, Call

SALT = "participation.application"
LASTS = timedelta(days=365)


def link_of(application: Application) -> str:
    """A word that names the application, and that nobody can make up."""
    return signing.dumps(application.pk, salt=SALT)


def application_of(call: Call, word: str) -> Application | None:
    """The application of a word; None when it was made up, is of another call, or is older than a year."""
    try:
        pk = signing.loads(word, salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return None
    return Application.objects.filter(call=call, pk=pk).select_related("call__district").first()
