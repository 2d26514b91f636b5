"""Who works here: appointments to a role in a territory, invitations to take one up, and how both end."""
