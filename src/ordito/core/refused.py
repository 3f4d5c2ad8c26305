"""A refusal of the domain, in words that the person at the keyboard can act on."""


class Refused(Exception):  # noqa: N818 - it is an answer, not an error of the program
    """What was asked cannot be done; the message says why and what to do."""
