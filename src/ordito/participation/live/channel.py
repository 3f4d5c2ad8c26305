"""Where deeds say that something happened in a gathering: only when their transaction is committed."""

from django.db import connection

CHANNEL = "ordito_gathering"


def tell(gathering_id: int | None) -> None:
    """Tell whoever listens that a gathering changed; several times in a transaction are one."""
    if gathering_id is None:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, str(gathering_id)])
