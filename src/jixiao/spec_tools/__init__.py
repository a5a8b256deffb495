"""Tools of rule authors: proofs, worked cases, differences, mutants and pictures of specs."""
