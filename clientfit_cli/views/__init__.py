"""What people and programs see of an answer: pages, HTML and the public data."""
