"""Statements of Results as PDF: typeset by child processes that reach neither network nor files."""
