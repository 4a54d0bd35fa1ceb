"""Simulated clients through the real channels, one file a channel; see dialogs/simulate."""
