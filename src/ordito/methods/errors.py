"""What a method refuses."""


class InvalidInput(ValueError):
    """Shapes disagree, or a value is out of its range; the message says which, and what was expected."""
