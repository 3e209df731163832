"""A case as its log: what may be written in it, what follows from it, and what is refused. Pure."""
