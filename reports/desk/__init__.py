"""Actions on annual reports: one function each, called by screens and commands alike."""
