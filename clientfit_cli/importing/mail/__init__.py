"""Mailboxes: which files they are, and what their headers say."""
