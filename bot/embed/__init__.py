"""What keeps the chat from showing on a clinic's own page, and how to mend it."""
