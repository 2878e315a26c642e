"""What the steps that decode share: the graph, the log it writes, the choice of stills."""
