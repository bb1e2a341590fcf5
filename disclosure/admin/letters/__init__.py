"""文书 on the page of an application, and the office's own templates."""
