"""Floor 2: the outside world: mail servers, files. Each is handed to who needs it."""
