"""Ordito: the social welfare of an association of municipalities, as one participatory system."""
