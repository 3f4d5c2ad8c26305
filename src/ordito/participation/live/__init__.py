"""What happens in a room, told at once to whoever looks at it: docs/decisions/0018."""
