"""Decisions outside meetings: written procedure, email, urgent action, and what the next meeting is told of them."""
