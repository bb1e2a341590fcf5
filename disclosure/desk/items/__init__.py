"""What staff do with published information, from an incoming file to its withdrawal."""
