"""Floor 0: what any web service needs and no rule of the network lives in."""
