"""The page's own server side: what it shows, what it does, and what is pushed to it."""
