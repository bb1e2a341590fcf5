"""Choices that the law and the report distinguish, by noun; labels as lists, letters and spreadsheets give them."""
