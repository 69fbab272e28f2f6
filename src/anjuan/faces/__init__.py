"""Floor 7: what people meet: the command line, tables and pictures in notebooks, reports."""
