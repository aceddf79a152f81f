"""Generator of the bundled demo company "Harborline" (fictitious), its raw tables and its truth."""
