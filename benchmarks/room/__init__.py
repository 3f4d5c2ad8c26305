"""A full room: eighty phones that vote at once, a wall that follows, a server killed half-way."""
