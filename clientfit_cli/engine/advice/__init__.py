"""Scorecard -> what to do, for whom, by whom and by when."""
