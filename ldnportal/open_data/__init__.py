"""Open data: the catalogue, published maps with their licences, and sending parts of files."""
