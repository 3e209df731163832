"""The report's own text as data, and what its cover must say. Pure."""
