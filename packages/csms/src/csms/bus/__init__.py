"""How commands find the link of a station, and events those who want to see them."""
