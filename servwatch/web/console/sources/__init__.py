"""What is watched, in the console: how each source fares, and what people do about it."""
