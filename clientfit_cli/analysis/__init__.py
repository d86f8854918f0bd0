"""Questions over outcomes: the week, a plan, a brief."""
