"""What is read from the words of customers: redaction first, then language, then sentiment."""
