"""Dated facts over a grid of as-of days: events and spans."""
