import { SchemaError } from '../errors.js';
import { exportedDocument } from '../json-schema/export/seal.js';
import type { Diagnostic } from '../schema/diagnostic.js';
import type { DocumentModel } from '../schema/model.js';
import { formOf, isMapping } from '../schema/form.js';
import { normalise, type Normalised, type NormaliseOptions } from '../schema/normalise.js';
import type { Plan, SourceDocument } from './compile.js';
import { compileSource, type SourceOptions, specsOf } from './source.js';

/** What another run asks of a document that it writes, so that references to it find the same rows. */
export interface AskedElsewhere extends Pick<
  NormaliseOptions,
  'type' | 'seed' | 'now' | 'locale' | 'timezone' | 'infer'
> {
  readonly count?: number | undefined;
  readonly rate?: string | undefined;
}

/** Reads the schema that a reference names: a `file:` URI, or a path relative to the file the reference stands in. */
export interface SchemaReader {
  (
    file: string,
    from: string | undefined,
  ): Promise<{
    readonly value: unknown;
    /** What messages call it, and what tells it from others. */
    readonly file: string;
    readonly diagnostics: readonly Diagnostic[];
    /** Without it, the document has its own seed and count, and the rest as this run has it. */
    readonly asked?: AskedElsewhere | undefined;
  }>;
  /** The URI of a file, which references in a JSON Schema are relative to. Without it, they lead to no other file. */
  uriOf?(file: string): string;
}

export interface PrepareOptions extends NormaliseOptions, SourceOptions {
  /** Where the document comes from: its path, for references to other files. */
  readonly file?: string | undefined;
  /** Part of the document that is asked for, a JSON Schema: the fragment of a URI, such as `/components/schemas/User`. */
  readonly fragment?: string | undefined;
  /** Without it, references to other files are mistakes. */
  readonly readSchema?: SchemaReader | undefined;
}

/** A checked document: its plan where nothing is wrong, and everything there is to say about it. */
export interface Prepared {
  /** Undefined where a diagnostic is an error; of {@link prepareParts}, where there is nothing to plan. */
  readonly plan: Plan | undefined;
  /** What workers compile again. */
  readonly source: SourceDocument | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Mistakes that hold whatever the fields around them turn out to be. */
const ABOUT_NAMES: ReadonlySet<string> = new Set([
  'count/cycle',
  'count/unknown-table',
  'expr/syntax',
  'expr/unknown-name',
  'ref/alias-taken',
  'ref/cycle',
  'ref/dangling',
  'ref/same-column',
  'ref/self-needs-nullable',
  'ref/unknown-name',
]);

/** Checks a parsed document and compiles it. Reports mistakes, never throws them. */
export async function prepare(value: unknown, options: PrepareOptions = {}): Promise<Prepared> {
  const { plan, source, diagnostics } = await prepareParts(value, options);
  const sound = !diagnostics.some((d) => d.severity === 'error');
  return sound ? { plan, source, diagnostics } : { plan: undefined, source: undefined, diagnostics };
}

/** As {@link prepare}, with the plan of what is right in a document that has mistakes: some of its fields can be drawn. */
export async function prepareParts(value: unknown, options: PrepareOptions = {}): Promise<Prepared> {
  const normalised = await read(value, options);
  const model = normalised.model ?? normalised.partial;
  if (model === undefined) return { plan: undefined, source: undefined, diagnostics: normalised.diagnostics };
  const found: Diagnostic[] = [...normalised.diagnostics];
  const source = await withOthers(model, undefined, options.file, options, found, new Map());
  const compiled = await compileSource(source, options);
  // Around a broken field, only what is said about names holds: its type is not known.
  const whole = normalised.model !== undefined;
  // A file that cannot be read is one mistake.
  const unread = new Set(
    found.flatMap(({ code, file, pointer }) => (code === 'ref/file' ? [`${file} ${pointer}`] : [])),
  );
  found.push(
    ...compiled.diagnostics.filter(
      ({ code, file, pointer }) =>
        (whole || ABOUT_NAMES.has(code)) && !(code === 'ref/dangling' && unread.has(`${file} ${pointer}`)),
    ),
  );
  return { plan: compiled.plan, source, diagnostics: found };
}

/**
 * As {@link prepare}, for those who go on to draw.
 * @throws SchemaError where a diagnostic is an error.
 */
export async function prepareOrThrow(
  value: unknown,
  options: PrepareOptions = {},
): Promise<{ readonly plan: Plan; readonly source: SourceDocument; readonly diagnostics: readonly Diagnostic[] }> {
  const { plan, source, diagnostics } = await prepare(value, options);
  if (plan === undefined || source === undefined) throw new SchemaError(diagnostics, options.file);
  return { plan, source, diagnostics };
}

async function read(value: unknown, options: PrepareOptions): Promise<Normalised> {
  const settings = { ...normaliseOptions(options), memory: options.memory };
  const { form, diagnostics } = formOf(value);
  const part = options.fragment !== undefined;
  if (part && (form === 'tables' || form === 'document')) {
    const message = `This is a data schema, of which no part can be taken: leave #${options.fragment} away.`;
    return {
      model: undefined,
      diagnostics: [{ code: 'json-schema/no-such-schema', severity: 'error', message, pointer: '' }],
    };
  }
  if (!part && form !== 'json-schema') return normalise(value, settings);
  const exported = part ? undefined : exportedDocument(value);
  if (exported !== undefined) {
    if ('document' in exported) return normalise(exported.document, settings);
    return { model: undefined, diagnostics: exported.diagnostics };
  }
  if (part && form === undefined && !isMapping(value)) return { model: undefined, diagnostics };
  // Few schemas need it, and it takes long to load.
  const { readJsonDocument } = await import('./json-document.js');
  return readJsonDocument(value, options, settings);
}

function normaliseOptions(options: PrepareOptions): NormaliseOptions {
  const { type, seed, now, locale, timezone, fieldTypes, infer } = options;
  return {
    ...(type !== undefined && { type }),
    ...(seed !== undefined && { seed }),
    ...(now !== undefined && { now }),
    ...(locale !== undefined && { locale }),
    ...(timezone !== undefined && { timezone }),
    ...(infer !== undefined && { infer }),
    customTypes: new Set(fieldTypes?.keys()),
  };
}

/** Loads the documents that references name, each file once. */
async function withOthers(
  model: DocumentModel,
  label: string | undefined,
  file: string | undefined,
  options: PrepareOptions,
  found: Diagnostic[],
  loaded: Map<string, SourceDocument>,
): Promise<SourceDocument> {
  const others = new Map<string, SourceDocument>();
  const source: SourceDocument = { model, file: label, others };
  const { readSchema } = options;
  for (const { name, pointer } of filesNamed(model)) {
    if (others.has(name)) continue;
    const report = (message: string): void => {
      found.push({
        code: 'ref/file',
        severity: 'error',
        message,
        pointer,
        ...(label !== undefined && { file: label }),
      });
    };
    if (readSchema === undefined) {
      report(`\`${name}\` is another file, and files cannot be read here.`);
      continue;
    }
    try {
      const read = await readSchema(name, file);
      const known = loaded.get(read.file);
      if (known !== undefined) {
        others.set(name, known);
        continue;
      }
      const { asked } = read;
      const { seed: _seed, type: _type, ...rest } = normaliseOptions(options);
      const normalised = normalise(
        read.value,
        asked === undefined ? rest : normaliseOptions({ ...asked, fieldTypes: options.fieldTypes }),
      );
      const inFile = [...read.diagnostics, ...normalised.diagnostics].filter((d) => d.severity === 'error');
      for (const diagnostic of inFile) found.push({ ...diagnostic, file: read.file });
      if (normalised.model === undefined) continue;
      // Known before its own references are followed, so that two files may refer to each other.
      const other: SourceDocument & { others: ReadonlyMap<string, SourceDocument> } = {
        model: normalised.model,
        file: read.file,
        others: new Map(),
        ...(asked !== undefined && { asked: { count: asked.count, rate: asked.rate } }),
      };
      loaded.set(read.file, other);
      other.others = (await withOthers(normalised.model, read.file, read.file, options, found, loaded)).others;
      others.set(name, other);
    } catch (error) {
      report(error instanceof Error ? error.message : String(error));
    }
  }
  return source;
}

/** The files that references of a document name, with the place of one reference each. */
function filesNamed(model: DocumentModel): { readonly name: string; readonly pointer: string }[] {
  const files = new Map<string, string>();
  const refs = specsOf(model).flatMap((spec) => (spec.kind === 'ref' ? [spec.ref] : []));
  const keys = model.tables.flatMap(({ series }) => series?.dimensions ?? []);
  for (const { text, pointer } of [...refs, ...keys.flatMap((key) => ('ref' in key ? [key.ref] : []))]) {
    const hash = text.indexOf('#');
    const name = text.slice(0, hash);
    if (hash > 0 && !files.has(name)) files.set(name, pointer);
  }
  return [...files].map(([name, pointer]) => ({ name, pointer }));
}
