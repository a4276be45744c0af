"""The way from every older form of the data to today's."""
