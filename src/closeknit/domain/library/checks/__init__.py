"""The validator's rules by subject; each yields Problems that say what to write instead."""
