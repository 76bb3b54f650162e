"""Floor 2: the network as pages. Routes read a request, call the domain, and choose a page."""
