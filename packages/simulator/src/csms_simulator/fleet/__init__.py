"""Many stations and the drivers who come to them: who arrives when, what they do, and how it looks from outside."""
