"""The threshold lab: the past, replayed under thresholds that nobody has adopted."""
