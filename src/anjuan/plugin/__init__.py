"""Floor 3: the doors. What a plugin may offer, and how plugins are found."""
