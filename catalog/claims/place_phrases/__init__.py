"""The notations in which people write a place, one file each."""
