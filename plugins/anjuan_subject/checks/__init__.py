"""Checks of the dimension `subject`, one module a theme."""
