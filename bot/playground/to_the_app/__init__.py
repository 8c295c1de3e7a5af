"""What goes to the app: commands, interactions and events, over Socket Mode or signed HTTP."""
