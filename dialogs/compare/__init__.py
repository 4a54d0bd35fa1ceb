"""What an edit of the content changes, for whom, and a client who shows it."""
