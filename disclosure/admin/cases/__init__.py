"""The screens of reviews, lawsuits and the two registers."""
