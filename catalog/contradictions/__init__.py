"""The board of what collides, per case, item and incident."""
