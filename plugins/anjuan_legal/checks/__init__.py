"""Checks of the dimension `legal`: the norms cited, the penalty within them, the act itself."""
