"""What the terms make of a decision taken outside a meeting. Pure."""
