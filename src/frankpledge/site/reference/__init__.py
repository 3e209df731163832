"""The pages of docs/reference that are made from the code: one function a page, each returning Markdown."""
