"""What is computed: algebra, facts, scoring and advice."""
