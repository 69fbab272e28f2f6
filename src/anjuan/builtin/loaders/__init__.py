"""First-party loaders, one file a format."""
