"""A central system to look at: three sites full of simulated stations. It needs the extra `demo`."""
