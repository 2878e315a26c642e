"""What other programs ask: typed, described by OpenAPI, with the rights of the person asking."""
