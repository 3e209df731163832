"""Who may do what: one enum of permissions, one list of roles, one policy table, a few two-line predicates."""
