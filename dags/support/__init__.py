"""What the DAGs share, importable by workers: doors to deliveries, the local launcher."""
