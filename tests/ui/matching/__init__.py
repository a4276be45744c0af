"""Tests of the pages that propose."""
