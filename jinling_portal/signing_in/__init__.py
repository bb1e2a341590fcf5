"""Signing in: allauth in the words and look of the desk, and rules that allauth does not have."""
