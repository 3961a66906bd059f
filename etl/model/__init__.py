"""The words everybody shares: periods, definitions, facts, checks, errors. Standard library and pydantic only."""
