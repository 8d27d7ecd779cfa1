"""What Rapport costs, measured: each bench compares itself with a baseline of the same run."""
