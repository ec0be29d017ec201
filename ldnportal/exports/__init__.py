"""Exports: sheets are rows apart from file formats; one column definition feeds all of them."""
