"""The report pages: a static site a role, made from what was published, that needs no server."""
