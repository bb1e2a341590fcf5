"""What waits for whom, what an inspector would find, and what is mailed of it."""
