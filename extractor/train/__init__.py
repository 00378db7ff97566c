"""Corpus -> models: trained, calibrated and scored, each with its card."""

from extractor.train.train import MODELS, read_splits, steps, train

__all__ = ["MODELS", "read_splits", "steps", "train"]
