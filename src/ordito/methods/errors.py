"""What a method refuses."""


class InvalidInput(ValueError):  # noqa: N818 - it names what came in, not what went wrong
    """Shapes disagree, or a value is out of its range; the message says which, and what was expected."""
