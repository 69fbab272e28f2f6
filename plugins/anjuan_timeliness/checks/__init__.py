"""Checks of the dimension `timeliness`, one module for each stage of a case."""
