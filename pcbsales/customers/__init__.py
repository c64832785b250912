"""Customers: who they are, their people and sites, and the terms they buy on."""
