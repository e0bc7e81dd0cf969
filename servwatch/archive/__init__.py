"""The archive: everything fetched, what is understood of it, and what was done with it."""
