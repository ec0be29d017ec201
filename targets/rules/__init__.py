"""The rules of targets and measures, R14 to R17 and R19; see indicators.rules."""
