"""Servers to be read from, and a reader that hardly costs anything."""
