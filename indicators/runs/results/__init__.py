"""What a finished run found, as figures, charts, tables, layers and provenance for its page."""
