"""What allauth asks this site about accounts, the mails that it sends, and what of it goes into the log."""
