"""The workbook that calculates: cells of a form as formulas of a spreadsheet."""
