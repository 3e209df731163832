"""How issues are scored: the scheme as data, its formulas, its levels. Pure."""
