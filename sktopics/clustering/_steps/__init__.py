"""The steps of a fit: read, encode, guide, reduce, cluster."""
