"""Records -> columns -> the facts that signals are measured from."""
