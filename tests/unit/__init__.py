"""Tests of one package each, in folders named as in `convert`."""
