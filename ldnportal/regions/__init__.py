"""Regional summaries: arithmetic over published facts, and nothing else."""
