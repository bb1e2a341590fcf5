"""The admin of reviews, lawsuits and the two registers."""
