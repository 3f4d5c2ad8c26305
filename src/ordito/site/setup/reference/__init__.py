"""The pages of the reference that the program writes of itself: `python -m ordito.site.setup.reference`.

Commands, tables, permissions and indicators are read from the code that obeys them, in Italian, so that the
reference cannot say anything else. With `check` nothing is written, and the pages out of date are named.
"""
