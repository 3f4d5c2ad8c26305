"""What every room stands on: the one door for writes, access, pages, districts and accounts."""
