"""Checks of the dimension `evidence`, one module a theme."""
