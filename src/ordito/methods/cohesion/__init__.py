"""How a community holds together, and how sure that is.

First with actors and events together (*two-mode*), since among actors alone every meeting ties all who were
there to each other. `ties` takes in who took part in what; a network of actors alone is an array of edges.
"""

from ordito.methods.cohesion._blocks import (
    Block,
    embeddedness,
    k_components,
    two_mode_components,
    two_mode_embeddedness,
)
from ordito.methods.cohesion._ties import Network, Ties, between, faded, participation, projection, ties

__all__ = [
    "Block",
    "Network",
    "Ties",
    "between",
    "embeddedness",
    "faded",
    "k_components",
    "participation",
    "projection",
    "ties",
    "two_mode_components",
    "two_mode_embeddedness",
]
