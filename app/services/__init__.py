"""Rules across records. Every function takes a session or a work and never commits on its own."""
