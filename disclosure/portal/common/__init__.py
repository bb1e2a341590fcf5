"""What every public page shares: the frame, the rules of answering, columns and lists, the page cache."""
