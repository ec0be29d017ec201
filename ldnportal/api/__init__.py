"""The data interface under /api/v1/: published data as JSON, read only."""
