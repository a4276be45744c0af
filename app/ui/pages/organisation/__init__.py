"""What the page of clubs and organisations is made of."""
