"""OGC API Features: published targets and measures with their polygons, for GIS programs."""
