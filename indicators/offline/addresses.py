"""Addresses of fields in files about several parts of a country."""


def split(path: str) -> tuple[str, str]:
    """An address without its scope, and what stood before it: nothing for the whole country."""
    scope, slash, rest = path.rpartition("/")
    return scope + slash, rest
