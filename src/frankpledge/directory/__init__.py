"""Areas, organisations and their succession, partnerships, people in role, accounts and role assignments."""
