"""The register's tables in and out: their names and columns are the program's public face."""

from ordito.governance.tables.acts import ACTS
from ordito.governance.tables.bodies import BODIES
from ordito.governance.tables.documents import DOCUMENTS
from ordito.governance.tables.meetings import MEETINGS

TABLES = (*BODIES, *MEETINGS, *ACTS, *DOCUMENTS)
