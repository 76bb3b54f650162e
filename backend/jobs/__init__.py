"""Floor 2: what happens by itself: mail that is due, reminders, checks."""
