"""The documentation is complete, and says what the program does."""
