"""Neutrality: the balance sheet, its projection, and what targets and measures come to."""
