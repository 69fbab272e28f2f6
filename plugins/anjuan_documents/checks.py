"""Checks of the dimension `documents`."""
