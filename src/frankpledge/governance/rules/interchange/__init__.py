"""Shapes of interchange. Pure."""
