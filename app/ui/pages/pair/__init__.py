"""The parts of the pages about pairs."""
