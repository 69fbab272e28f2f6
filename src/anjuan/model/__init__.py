"""Floor 0: the words everything else is written in. Values only; no file format, no HTML, no SQL."""
