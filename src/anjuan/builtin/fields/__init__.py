"""What each kind of paper says: label and value, dates, sums, citations, officers, opinions."""
