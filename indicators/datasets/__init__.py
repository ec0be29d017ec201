"""How a raster becomes a dataset: it arrives, is examined, gets a legend, and is shown on a map."""
