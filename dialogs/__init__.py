"""How we talk. Nothing in this package knows that a channel exists."""
