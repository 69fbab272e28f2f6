"""Floor 4: from paths to case files. Slow, cached, and apart from judging."""
