"""How long everything takes: ``python -m benchmarks [DOCUMENT]``."""
