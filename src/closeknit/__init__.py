"""Closeknit."""
