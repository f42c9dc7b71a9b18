import type { OutputField } from '../columns/column.js';
import { OptionError } from '../errors.js';
import { span } from './bytes.js';
import { csvColumn, csvText, type CsvDialect } from './csv-cells.js';
import type { TableEncoder } from './encoder.js';
import { leafColumn, leaves } from './flatten.js';
import { RowWriter } from './rows.js';

/** How CSV is written. */
export interface CsvOptions {
  /** A first line with the names of the columns. Default: true. */
  readonly header?: boolean | undefined;
  /** One of `,` `;` `|` and tab. Default: `,`. */
  readonly delimiter?: string | undefined;
  /** What stands for null; a value that reads the same is quoted. Default: nothing (an empty string is `""`). */
  readonly null?: string | undefined;
  /** `minimal`: quotes only where a reader needs them. `all`: around everything but nulls. Default: `minimal`. */
  readonly quote?: 'minimal' | 'all' | undefined;
  /**
   * Line end. Default: `\n`. RFC 4180 says CRLF, but every reader takes both, and with `\n` the files also work with
   * line-based tools (`sort`, `diff`, `wc`), where a stray carriage return becomes part of the last value.
   */
  readonly eol?: '\n' | '\r\n' | undefined;
  /** Begin with a UTF-8 byte order mark, which makes Excel read UTF-8. Default: false. */
  readonly bom?: boolean | undefined;
  /** Rows are the values of the only field: where they are objects, their members are the columns. Default: false. */
  readonly bare?: boolean | undefined;
}

const encoder = new TextEncoder();
const NOTHING = span('');

/**
 * Comma-separated values after RFC 4180. Objects become dotted columns, lists JSON text; an absent value is a null.
 * In a file of one column a null without text is written `""`, since readers skip empty lines.
 *
 * @throws OptionError where an option has a value that is not one of those above
 */
export function csvEncoder(fields: readonly OutputField[], options: CsvOptions = {}): TableEncoder {
  const { header = true, eol = '\n', bom = false, bare } = options;
  const columns = leaves(fields, bare);
  const dialect = csvDialect(options);
  if (eol !== '\n' && eol !== '\r\n') throw new OptionError(`The CSV line end must be "\\n" or "\\r\\n".`);
  const nullText = columns.length === 1 && dialect.null === '' ? '""' : dialect.null;
  const cells = columns.map((leaf) => csvColumn(leaf.name, { ...dialect, nullCell: nullText }));
  const close = span(eol);
  const frame = { open: NOTHING, close, closeEmpty: close };
  const rows = new RowWriter((batch) => columns.map((leaf, i) => cells[i](leafColumn(leaf, batch.columns))), frame);
  return {
    format: 'csv',
    chunkRows: undefined,
    begin() {
      const names = columns.map((leaf) => csvText(leaf.name, dialect)).join(dialect.delimiter);
      return encoder.encode((bom ? '\ufeff' : '') + (header ? names + eol : ''));
    },
    encode: (batches, _firstRow, spare) => rows.encode(batches, frame.open, spare),
    end: () => new Uint8Array(0),
  };
}

function csvDialect({ delimiter = ',', quote = 'minimal', ...options }: CsvOptions): Omit<CsvDialect, 'nullCell'> {
  if (!/^[,;|\t]$/.test(delimiter)) {
    throw new OptionError(`The CSV delimiter must be one of , ; | and tab, not ${JSON.stringify(delimiter)}.`);
  }
  if (quote !== 'minimal' && quote !== 'all') {
    throw new OptionError(`CSV quoting must be "minimal" or "all", not ${JSON.stringify(quote)}.`);
  }
  const text = options.null ?? '';
  if (/["\r\n]/.test(text) || text.includes(delimiter)) {
    throw new OptionError(
      `The CSV text for null must not hold quotes, line ends or the delimiter: ${JSON.stringify(text)}.`,
    );
  }
  return { delimiter, quoteAll: quote === 'all', null: text };
}
