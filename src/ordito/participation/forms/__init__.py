"""What is typed in the room's pages, area by area: import from the area's own file."""
