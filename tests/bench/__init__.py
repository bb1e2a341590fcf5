"""Benches: ours against the fastest way we know by hand. `python -m tests.bench [name …]` runs them."""
