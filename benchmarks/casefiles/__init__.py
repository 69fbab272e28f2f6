"""Generator of invented, answer-keyed case files for measuring a reader of enforcement papers."""
