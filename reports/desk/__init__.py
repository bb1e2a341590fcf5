"""What staff do with annual reports: one function per act, called by screens and commands alike."""
