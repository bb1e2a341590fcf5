"""What staff do with published information, from a file that comes in to its withdrawal."""
