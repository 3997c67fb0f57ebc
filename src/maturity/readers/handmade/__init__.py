"""Layouts that people draw by hand: forms, marks, sheets per person, transposed and long tables."""
