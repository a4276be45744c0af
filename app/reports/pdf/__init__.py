"""PDF documents that every reader can read: shaped text, tagged pages, PDF/A-2a and PDF/UA-1."""
