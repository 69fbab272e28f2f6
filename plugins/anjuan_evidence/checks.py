"""Checks of the dimension `evidence`."""
