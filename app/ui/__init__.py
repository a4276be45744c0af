"""The screen: the only layer that knows Qt. It reads and writes through services and models, always by tasks."""
