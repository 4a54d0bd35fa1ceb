"""What we know. Nothing in this package knows that a conversation exists."""
