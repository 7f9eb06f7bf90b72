"""How a report looks: everything here is drawn from a snapshot, and from nothing else."""
