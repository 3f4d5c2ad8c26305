"""`make bench`: every target of the methods, with the peer's figure and ours from the same run."""

METHODS = (
    "cohesion",
    "multicriteria",
    "siting",
    "staffing",
    "opinion",
    "choice",
    "synthesis",
    "disclosure",
    "rates",
    "agreement",
)
