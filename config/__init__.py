"""How this installation is set up: environment, settings, queue, addresses."""
