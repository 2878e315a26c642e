"""The processes of one installation: Redis, web, workers and beat."""
