"""What can be worked out before a meeting: dates, notices, the agenda's numbers, papers, whether enough will come. Pure."""
