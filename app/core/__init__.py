"""What every layer may use: errors, German text, dates, progress. Knows no subject, no Qt, no database."""
