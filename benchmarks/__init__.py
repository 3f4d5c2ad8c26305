"""Measures, never tests: what a page costs on a district of full size, and how costs grow."""
