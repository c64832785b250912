"""Pictures of boards from their fabrication data: what is drawn, its areas, and what moved."""
