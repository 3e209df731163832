"""What comes back every year, and what the length of months does: taken out, and told apart from change."""
