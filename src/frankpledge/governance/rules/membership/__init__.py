"""Rules of seats, offices, groups, skills and attendance. Pure."""
