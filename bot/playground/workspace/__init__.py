"""What a workspace is made of, in memory: people, conversations, messages, views, and the one app in it."""
