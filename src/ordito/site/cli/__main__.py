"""`python -m ordito.site.cli`: the same as `ordito`, from any Python."""

from ordito.site.cli import main

main(prog_name="ordito")
