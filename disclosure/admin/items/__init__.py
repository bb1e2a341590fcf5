"""The screens of published information."""
