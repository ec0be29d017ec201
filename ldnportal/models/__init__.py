"""Rows that belong to no single application."""

from ldnportal.models.exports import Export, Step

__all__ = ["Export", "Step"]
