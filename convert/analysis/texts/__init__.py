"""Texts by themselves and two together: how they begin and end, and how well one goes on in another."""
