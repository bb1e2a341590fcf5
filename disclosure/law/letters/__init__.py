"""文书, remedies and wording as data."""
