"""One document tree, written once, printed as HTML, tagged PDF, DOCX and ODT. Pure: no database, no clock."""
