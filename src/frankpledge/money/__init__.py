"""Partnership monies: funds, grants and their conditions, budgets, expenditure, shared costs, value for money."""
