"""Runs: what a person chooses, the manifest it becomes, its steps, its progress and its words."""
