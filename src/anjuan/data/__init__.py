"""Facts that ship with the product: titles and versions of laws, names of papers, regions."""
