// Replaced by the generated sheets.
