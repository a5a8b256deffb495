// What a spreadsheet puts on the clipboard: cells between tabs, quoted where they hold line breaks.

/** Return the rows of cells in a text. */
export function cellsOf(text) {
  const rows = [[]];
  const pattern = /("(?:[^"]|"")*"|[^\t\r\n]*)(\t|\r\n|\n|\r|$)/gy;
  for (;;) {
    const [, cell, end] = pattern.exec(text);
    rows.at(-1).push(unquoted(cell).trim());
    if (end === "") break;
    if (end !== "\t") rows.push([]);
  }
  return rows.filter((row) => row.some(Boolean));
}

function unquoted(cell) {
  const isQuoted = cell.length > 1 && cell.startsWith('"') && cell.endsWith('"');
  return isQuoted ? cell.slice(1, -1).replaceAll('""', '"') : cell;
}

/** Return the field of each column where the first row has headings; null where it has none. */
export function headingsOf(row, columns) {
  const fields = row.map((cell) => columns[cell.replace(/\s/g, "")] ?? null);
  return fields.filter(Boolean).length >= 2 ? fields : null;
}

/** Return rows of a form below headings: blank levels are those of the row above, as merged cells arrive. */
export function rowsUnder(fields, rows) {
  const above = {};
  return rows.map((cells) => {
    const row = {};
    fields.forEach((field, column) => {
      if (field && cells[column]) row[field] = cells[column];
    });
    for (const level of ["level1", "level2"]) {
      if (row[level]) above[level] = row[level];
      else if (above[level]) row[level] = above[level];
    }
    return row;
  });
}
