"""检查指标: thresholds, and how fresh columns have to be."""
