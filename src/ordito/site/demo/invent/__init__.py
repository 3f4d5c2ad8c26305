"""What nobody published: people, presences and euros, the same at every installation.

Nothing here asks the clock or the dice: every choice follows from the words it is made for.
"""
