"""What people type in the plan."""
