"""The dated facts as CSV files, so that anybody can work the figures out again without our code.

No names, no free text; ids are pseudonyms, the same in every file.
"""

from croydon_eh.facts.export import export, tables

__all__ = ["export", "tables"]
