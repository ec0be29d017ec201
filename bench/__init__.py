"""The benchmark of the indicator engine: `python -m bench`."""
