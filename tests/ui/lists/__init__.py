"""Tests of every list: filters, views, several rows at once."""
