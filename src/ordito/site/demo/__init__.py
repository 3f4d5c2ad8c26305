"""The demonstration: four districts with what they published, and the rest invented and marked as such."""
