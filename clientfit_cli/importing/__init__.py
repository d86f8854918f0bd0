"""Foreign files -> a proposal -> changes of a book."""
