"""文书: which are due, what their writer is asked, how they are made and sent."""
