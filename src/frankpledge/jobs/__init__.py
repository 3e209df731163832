"""Long work: a row that is claimed, shows its progress, can be stopped and is safe to run again."""
