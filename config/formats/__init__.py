"""How Django itself writes dates and times: in one way, everywhere."""
