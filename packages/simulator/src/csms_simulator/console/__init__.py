"""One station, driven by hand: by commands on a terminal, or by lines of JSON."""
