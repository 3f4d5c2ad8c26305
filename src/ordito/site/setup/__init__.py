"""What happens before the first page: `python -m ordito.site.setup` (`make setup`).

Its `__main__` runs on the machine's own Python, with nothing installed yet; the other modules run inside the
environment that it makes.
"""
