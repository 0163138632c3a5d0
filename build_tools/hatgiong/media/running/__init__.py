"""Jobs on the cores of this machine or of a farm, and how far they are."""
