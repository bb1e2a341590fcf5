"""The public pages' contents for programs: read only, JSON, described by an OpenAPI document."""
