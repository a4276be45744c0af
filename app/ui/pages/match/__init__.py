"""The parts of the page that proposes pairs."""
