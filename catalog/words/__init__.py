"""Words as search compares them: what an item says, what is asked, and where it was found."""
