"""The report: sentences, parts, charts, checks on texts and numerals, the PDF."""
