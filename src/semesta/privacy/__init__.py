"""The law on personal data (UU 27/2022): what is held and why, a person's own data, requests, retention, breaches."""
