"""What every room may use and which uses nothing: dates, verdicts, citations, people, problems. Pure Python."""
