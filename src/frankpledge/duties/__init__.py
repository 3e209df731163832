"""What is owed by whom by when, computed from law, terms and record, and what shows it done."""
