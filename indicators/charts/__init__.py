"""Charts drawn on the server: frozen data in, SVG and the same numbers as a table out."""
