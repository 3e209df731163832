"""The commands that need more than a pure rule: one module a command."""
