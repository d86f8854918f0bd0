"""The public contracts: JSON, CSV columns and tables of records."""
