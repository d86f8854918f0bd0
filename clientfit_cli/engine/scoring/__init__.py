"""Facts -> scorecard: strength, coverage, signals, alarms, health and risk."""
