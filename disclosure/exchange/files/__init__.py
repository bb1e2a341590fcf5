"""Files from outside → tables: read in processes of their own, without Django."""
