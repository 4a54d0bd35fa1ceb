"""The summary for the therapist: `summary(...)` makes it from a chat that has an outcome."""

from dialogs.summary.made import summary
from dialogs.summary.models import Booking, Line, Part, Summary

__all__ = ["Booking", "Line", "Part", "Summary", "summary"]
