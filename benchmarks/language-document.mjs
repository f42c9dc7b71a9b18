// The same schema, of about so many lines, for every language server, and edits of it.

/** @param language `json` or `yaml` */
export function documentOf(language, lines) {
  const perField = language === 'json' ? 6 : 5;
  const fields = Math.max(5, Math.floor((lines - 6) / perField));
  const tables = [];
  for (let first = 0; first < fields; first += 100) {
    const names = Array.from({ length: Math.min(100, fields - first) }, (_, i) => first + i);
    tables.push(names);
  }
  if (language === 'yaml') {
    const block = (n) =>
      `      field${n}:\n        type: integer\n        min: 0\n        max: 100\n        description: Number ${n}\n`;
    const table = (names, t) => `  table${t}:\n    fields:\n${names.map(block).join('')}`;
    return `seed: 1\ntables:\n${tables.map(table).join('')}`;
  }
  const field = (n) => ({ type: 'integer', min: 0, max: 100, description: `Number ${n}` });
  const value = tables.map((names, t) => [
    `table${t}`,
    { fields: Object.fromEntries(names.map((n) => [`field${n}`, field(n)])) },
  ]);
  return `${JSON.stringify({ seed: 1, tables: Object.fromEntries(value) }, null, 2)}\n`;
}

/** Places to type at: the last letters of types, spread over the document. */
export function placesIn(text, count) {
  const all = text.split('\n').flatMap((line, number) => {
    const at = line.indexOf('integer');
    return at < 0 ? [] : [{ line: number, character: at + 7 }];
  });
  return Array.from({ length: count }, (_, i) => all[Math.floor(((i * 0.618034) % 1) * all.length)]);
}

/** Edits of a document of so many lines. */
export const roundsOf = (lines) => (lines > 1000 ? 20 : 60);
