"""A snapshot as pages to read: built from the snapshot alone, so that it can be read for ever."""
