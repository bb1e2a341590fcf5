"""Signing in: allauth in the words and the look of the desk, and the rules that it does not know."""
