"""What bars a document from being issued. Pure."""
