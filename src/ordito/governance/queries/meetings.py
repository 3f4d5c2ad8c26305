"""What is known of meetings, their minutes, decisions and tasks."""
