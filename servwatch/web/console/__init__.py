"""The console: what staff do with commands, without a shell."""
