"""Bytes <-> plain documents with places, and edits that disturb nothing."""
