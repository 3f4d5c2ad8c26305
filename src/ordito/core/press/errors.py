"""What the press says when a document cannot be made."""

from ordito.core.refused import Refused


class PressFailed(Refused):
    """The document could not be made; the message says what to do."""
