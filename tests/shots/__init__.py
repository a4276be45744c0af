"""Every page of the program as people meet it, on believable data: to look at, and for tests that walk through all."""
