"""Handling applications (条例 art. 27 to 45) as pure rules."""
