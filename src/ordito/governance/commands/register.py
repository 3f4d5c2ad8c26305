"""Deeds on bodies, mandates and memberships."""
