"""Chronologies of many agencies: reading their files, keeping them sealed, showing them as one."""
