"""Checks of the dimension `timeliness`."""
