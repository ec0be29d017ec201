"""Targets and measures as forms see them: each field a text at a path, nothing refused."""
