"""The first screen of the desk."""
