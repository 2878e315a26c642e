"""Finding the same picture again: hashes of small grey frames, and the exact search in them."""
