"""What documents say, what else they carry, and what may go out of them: pure functions over bytes, no models."""
