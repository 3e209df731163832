"""One module for each family of files: from a stored original to Parquet whose rows know the line they came from."""
