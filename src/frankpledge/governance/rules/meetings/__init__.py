"""What happens before, at and after a meeting, as pure rules over its record."""
