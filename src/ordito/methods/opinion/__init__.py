"""Groups of opinion in a conversation by votes, and what unites them, in the manner of Polis."""

from ordito.methods.opinion._map import OpinionMap, opinion_map
from ordito.methods.opinion._statements import Representative

__all__ = ["OpinionMap", "Representative", "opinion_map"]
