"""What is understood of an item: its language, its themes, its identity. Pure: no I/O, no clock."""
