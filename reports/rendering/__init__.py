"""Documents → files. Renderers take a `Document` and make no query."""
