"""What is kept: the rows of the database, as plain functions over one connection."""
