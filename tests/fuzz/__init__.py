"""Random input by seed against hub, client and parsers, held against what must always be true.

`python -m tests.fuzz --help` runs it for as long as one likes; `test_short_fuzz.py` is the short form.
"""
