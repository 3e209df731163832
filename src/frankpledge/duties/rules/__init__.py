"""Obligations, compliance and what a change of the law makes wrong, as plain functions."""
