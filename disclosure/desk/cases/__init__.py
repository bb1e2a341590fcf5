"""Reviews and lawsuits, and the two small registers of art. 41 and 51."""
