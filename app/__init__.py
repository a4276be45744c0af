"""Connecting Humans – Koordination."""

__version__ = "0.1.0"
NAME = "Connecting Humans – Koordination"
