"""The demo case: an invented town, rendered by our own code, with known truth."""
