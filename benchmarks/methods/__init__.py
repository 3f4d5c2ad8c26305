"""`make bench`: every target of the methods, with the peer's figure and ours from the same run."""

import os

# One core for everybody: ours and the peers' linear algebra do not wait for each other's threads.
for each in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[each] = "1"

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
