"""What is measured: each script runs both sides in one run and prints ratios."""
