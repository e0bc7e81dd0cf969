"""The watch as a service: the same cycle as `run`, woken by APScheduler."""
