"""Settings, root addresses, home, the command line, the demonstration."""
