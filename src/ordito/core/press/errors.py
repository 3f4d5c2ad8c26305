"""What the press says when a document cannot be made."""


class PressFailed(Exception):  # noqa: N818 - it is shown to people, like the other refusals
    """The document could not be made; the message says what to do, in words for the person who asked."""
