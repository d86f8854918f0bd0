"""Documents -> typed records, and what is wrong in them."""
