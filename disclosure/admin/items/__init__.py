"""The admin of published information."""
