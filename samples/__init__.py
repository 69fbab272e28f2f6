"""Invented case files with known faults, and the script that makes them."""
