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
from ordito.methods.cohesion._bridging import Bridging, bridging, two_mode_bridging
from ordito.methods.cohesion._brokerage import Brokerage, brokerage, two_mode_brokerage
from ordito.methods.cohesion._centre import CorePeriphery, core_periphery, two_mode_core_periphery
from ordito.methods.cohesion._inequality import Inequality, inequality
from ordito.methods.cohesion._periods import Change, Cohesion, change, cohesion_by_period
from ordito.methods.cohesion._removal import Removal, removal, two_mode_removal
from ordito.methods.cohesion._resampling import Intervals, bootstrap
from ordito.methods.cohesion._ties import Network, Ties, between, faded, participation, projection, ties

__all__ = [
    "Block",
    "Bridging",
    "Brokerage",
    "Change",
    "Cohesion",
    "CorePeriphery",
    "Inequality",
    "Intervals",
    "Network",
    "Removal",
    "Ties",
    "between",
    "bootstrap",
    "bridging",
    "brokerage",
    "change",
    "cohesion_by_period",
    "core_periphery",
    "embeddedness",
    "faded",
    "inequality",
    "k_components",
    "participation",
    "projection",
    "removal",
    "ties",
    "two_mode_bridging",
    "two_mode_brokerage",
    "two_mode_components",
    "two_mode_core_periphery",
    "two_mode_embeddedness",
    "two_mode_removal",
]
