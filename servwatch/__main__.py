"""Lets ``python -m servwatch`` do what ``servwatch`` does."""

from servwatch.cli import main

if __name__ == "__main__":
    main()
