"""The summary in its forms: plain text for messages, PDF, JSON schema."""
