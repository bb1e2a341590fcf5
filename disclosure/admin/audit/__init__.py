"""The screen of the record of acts."""
