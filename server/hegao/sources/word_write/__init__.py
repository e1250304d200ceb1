"""Write Word files: new ones, and into those of others without touching what is not ours."""
