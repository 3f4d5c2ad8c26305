"""The house: settings, addresses, base templates, static islands, command line."""
