"""Items found again by likeness: where the hashes lie, and what is like what is asked."""
