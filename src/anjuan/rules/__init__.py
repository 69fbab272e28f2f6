"""Floor 2: what judging needs: registers, scoring profiles, checks and what a check sees."""
