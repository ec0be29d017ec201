"""Arabic forms of dates and numbers, where Django's own do not group: 12 مارس 2026, 1 205,5."""

DATE_FORMAT = "j F Y"
THOUSAND_SEPARATOR = "\xa0"
DECIMAL_SEPARATOR = ","
NUMBER_GROUPING = 3
