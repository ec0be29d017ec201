"""The rules of the record: checked on demand, never in the way of saving.

`check.check_record` runs all that concern a baseline. Errors keep a report from being submitted;
a warning can be explained, and the explanation travels with it.
"""
