"""The members of the method: signals, alarms and actions, a file each."""
