"""依申请公开: the form, its papers and ticket, and following an application."""
