"""What the admins of all nouns share."""
