"""Try servwatch on bundled sample feeds, with nothing but this machine."""
