"""The rules of releases, as plain Python."""
