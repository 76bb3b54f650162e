"""Floor 2: the network for other programs: JSON under /api/v1, by the same actions."""
