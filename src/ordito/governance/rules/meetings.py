"""Who convenes meetings, takes attendance and writes minutes."""
