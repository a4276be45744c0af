"""Tabs of the page of people."""
