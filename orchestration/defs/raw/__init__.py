"""What arrives: one asset per kind of input, the landing folder, and arrivals by any other way."""
