"""What people of a case say to each other beside its evidence."""
