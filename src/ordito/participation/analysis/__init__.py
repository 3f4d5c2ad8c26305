"""What the room asks of the methods: opinions, ballots, groupings."""
