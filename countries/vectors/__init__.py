"""Polygons from outside: uploaded vector files and drawn shapes, cleaned to GeoJSON in WGS 84.

`upload.read_vector` reads a file in the sandbox; `drawn.clean_drawn` takes what a person drew;
`geodesy` measures on the ellipsoid. `sentences` puts refusals into words.
"""
