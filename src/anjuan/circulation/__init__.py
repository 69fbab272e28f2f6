"""Floor 4: what leaves the review. Selection of case files and the notices that circulate results."""
