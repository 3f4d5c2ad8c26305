"""What became of it, and the digest: the tables. Digests are post, and stay in the backup alone."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ordito.core.tables import Field, Table
from ordito.participation.models import Silence
from ordito.participation.tables.moving import Column, Moving

SILENCES_MOVING = Moving(Silence, "district", (Column("email"), Column("since")), ("district", "email"))

SILENCES = Table(
    "silences",
    _("Rinunce ai riepiloghi"),
    _("Gli indirizzi che hanno chiesto di non ricevere più riepiloghi, anche dopo un trasferimento."),
    (
        Field("email", "string", _("E-mail"), required=True, max_length=254),
        Field("since", "datetime", _("Da quando"), required=True),
    ),
    room="participation",
    primary_key=("email",),
    rows=SILENCES_MOVING.rows,
    load=SILENCES_MOVING.load,
)

TABLES: tuple[Table, ...] = (SILENCES,)
