"""Chinese forms of numbers, where Django's own do not group: 1,205.5."""

THOUSAND_SEPARATOR = ","
DECIMAL_SEPARATOR = "."
NUMBER_GROUPING = 3
