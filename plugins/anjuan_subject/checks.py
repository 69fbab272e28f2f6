"""Checks of the dimension `subject`."""
