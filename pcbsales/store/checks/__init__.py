"""What is wrong in the ledger: files, references, attachments and the rules of the rooms."""
