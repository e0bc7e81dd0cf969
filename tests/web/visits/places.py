"""Every page of the console that is looked at, with an address of it in the house."""

from servwatch.archive.editions import EditionQuery
