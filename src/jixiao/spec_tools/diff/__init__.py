"""Changing specs with open eyes: what differs between two, what that does to projects, what no case would notice."""
