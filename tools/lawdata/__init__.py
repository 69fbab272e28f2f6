"""Makes the law data that ships (structure, ranges of fines, verified rows) out of a folder of law texts."""
