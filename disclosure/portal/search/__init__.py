"""`/search/`."""
