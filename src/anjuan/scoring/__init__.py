"""Floor 4: a case file and a profile become an evaluation. The only arithmetic of points."""
