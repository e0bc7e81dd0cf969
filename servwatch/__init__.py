"""servwatch: a watch over international socio-economic policy."""

__version__ = "0.1.0"
