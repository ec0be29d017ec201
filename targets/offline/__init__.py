"""Targets, measures and lists as workbooks: out with what is saved, in through a preview."""
