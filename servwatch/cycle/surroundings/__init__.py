"""What an edition shows besides its entries, and beside each: gathered from the archive and the settings.

One file a block; `stock` is what they draw on.
"""

from servwatch.cycle.surroundings.gathering import Drawn, complete
from servwatch.cycle.surroundings.stock import Stock

__all__ = ["Drawn", "Stock", "complete"]
