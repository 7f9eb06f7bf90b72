"""A believable borough of invented people, for the demo and for tests of volume."""
