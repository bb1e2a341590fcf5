"""Home, guide, catalogue and feeds."""
