"""Checks of the dimension `legal`."""
