"""Tests of bringing in lists."""
