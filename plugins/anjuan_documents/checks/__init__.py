"""Checks of the dimension `documents`: the decision, numbers, forms and returns, money, the volume."""
