"""Who keeps the register of bodies, members and documents, and who reads it."""
