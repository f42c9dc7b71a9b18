import type { Diagnostic } from './schema/diagnostic.js';

/**
 * Base of every error the engine throws on purpose. `code` is stable; the message is for a person and names the way out.
 */
export class SynthError extends Error {
  /** Stable, such as `schema/invalid` or `model/no-key`. */
  readonly code: string;

  constructor(code: string, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }
}

/** The schema has mistakes: nothing was drawn. `diagnostics` is the list that `check()` gives. */
export class SchemaError extends SynthError {
  /** What {@link check} gives: mistakes with place and way out. */
  readonly diagnostics: readonly Diagnostic[];
  /** The file or label of the schema, where known. */
  readonly source: string | undefined;

  constructor(diagnostics: readonly Diagnostic[], source?: string) {
    const errors = diagnostics.filter((d) => d.severity === 'error');
    const first = errors[0] ?? diagnostics[0];
    const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
    super(
      'schema/invalid',
      `${source ?? 'schema'}${first?.pointer ? ` at ${first.pointer}` : ''}: ${first?.message ?? 'invalid'}${more}`,
    );
    this.diagnostics = diagnostics;
    this.source = source;
  }
}

/** An option, flag or configuration value that cannot be honoured. */
export class OptionError extends SynthError {
  constructor(message: string, code = 'option/invalid') {
    super(code, message);
  }
}

/** A field needs a language model and none was chosen. */
export class NeedsModelError extends SynthError {
  /** JSON pointers of the fields. */
  readonly fields: readonly string[];
  constructor(fields: readonly string[]) {
    super(
      'needs-model',
      `${fields.length === 1 ? `the field at ${fields[0]} has` : `${fields.length} fields (${fields.join(', ')}) have`} a prompt, which a language model writes. Set GEMINI_API_KEY or OPENROUTER_API_KEY for one, or pass \`--model local\` (SDK: model: 'local') to fill ${fields.length === 1 ? 'it' : 'them'} with local text.`,
    );
    this.fields = fields;
  }
}

/** A row could not be made: names the table, the row and the field. */
export class RowError extends SynthError {
  constructor(
    code: string,
    message: string,
    readonly place: { table: string; row: number; field: string },
    cause?: unknown,
  ) {
    super(code, `${place.table} row ${place.row}, field ${place.field}: ${message}`, { cause });
  }
}
