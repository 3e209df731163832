"""Frankpledge runs a community safety partnership: one sub-package a room, floors in docs/explanation/architecture.md."""

__version__ = "0.1.0"
