"""What every stored record has in common: ids, versions, dates that take effect, tenancy, classification."""
