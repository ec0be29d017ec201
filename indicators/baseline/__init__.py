"""The national record of a report: its numbers, what follows from them, and how they are shown."""
