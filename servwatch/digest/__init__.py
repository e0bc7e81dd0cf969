"""Choose what a digest tells, compose it, and render it."""
