"""Floor 4: people. Rulings folded over evaluations."""
