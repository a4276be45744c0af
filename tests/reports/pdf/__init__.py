"""Tests of the documents as PDF."""
