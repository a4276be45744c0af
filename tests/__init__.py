"""The tests; they mirror app/, one file per module."""
