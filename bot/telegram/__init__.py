"""Telegram: an update becomes a turn, a turn becomes messages."""
