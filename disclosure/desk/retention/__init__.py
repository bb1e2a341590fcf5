"""Erasing personal data after its time, and renewing the keys it is encrypted with until then."""
