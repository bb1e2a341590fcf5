"""Find items by their text: every string that occurs is found, on either database, and nothing else is.

A text enters the index by `folding` → `tokens` → `storage`, a query by `terms` → `storage`. `index` keeps the index up
to date with the items, `query` answers, `highlighting` marks the terms, `suggestions` helps where nothing was found.
"""
