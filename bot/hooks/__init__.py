"""Webhooks: events to the clinics' own systems, by the Standard Webhooks convention."""
