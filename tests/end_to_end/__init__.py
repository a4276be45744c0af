"""The whole program, used as people use it: through its windows, with keyboard and mouse."""
