"""Uploaded rasters: examined and rewritten as a clean COG, inside the sandboxed child.

`examine.answer` is the child's entry; `report` is what it finds; `sentences` (the only module
here that knows Django) puts refusals and remarks into words.
"""
