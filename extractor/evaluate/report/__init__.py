"""Scores -> what people and machines read: tables, JSON, JUnit, a page of plots."""
