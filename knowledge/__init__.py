"""What the bot knows: YAML content, its schema and checks, and the store it is served from."""
