"""What people point out in items: its rules, its list, and the pages that keep it."""
