"""The quality stage: what each rule catches, what it leaves alone, and what never gets out."""
