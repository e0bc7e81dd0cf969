"""What is understood of an item: pure functions over texts, addresses and settings."""
