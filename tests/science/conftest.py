"""Kernels compile when first called, so a property's first example may take a second."""

from hypothesis import settings

settings.register_profile("kernels", deadline=None)
settings.load_profile("kernels")
