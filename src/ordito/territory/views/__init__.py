"""The territory's pages."""
