"""Notice renderers that ship, reached only through the hook."""
