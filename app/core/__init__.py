"""What every layer may use: errors, German text, dates, progress. Knows nothing of the subject, of Qt or of databases."""
