"""`make bench-methods`: every target of the methods, with the peer's figure and ours from the same run."""
