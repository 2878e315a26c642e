"""Ways to hold claims, readings and measurements of items against each other. Pure."""
