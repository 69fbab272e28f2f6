"""The indicators by what they look at."""
