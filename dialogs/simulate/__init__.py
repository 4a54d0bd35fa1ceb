"""Simulated clients with a known truth go through the real chat, and a report comes out."""
