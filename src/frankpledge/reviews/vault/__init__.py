"""The vault: who people are, behind one door; scans of documents, signatures, and whether a document may leave."""
