"""Deeds on documents and their versions."""
