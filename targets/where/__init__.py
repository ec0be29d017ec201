"""Where to act: candidate areas for Avoid, Reduce and Reverse from a run's map."""
