"""Cells → values and back."""
