"""Deeds of the participation."""
