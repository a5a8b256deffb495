"""Curves as pictures: first as exact values, then drawn by a plotting library that loads when it is used."""
