"""The chain of custody: appending to it, and checking it."""
