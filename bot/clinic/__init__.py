"""A clinic is a file: what may stand in it, what is checked, and the clinics of a folder."""
