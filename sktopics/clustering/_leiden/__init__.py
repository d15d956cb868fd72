"""Clusters as communities of the graph of nearest neighbours."""
