import { Ajv, type Options } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import draft6 from 'ajv/dist/refs/json-schema-draft-06.json' with { type: 'json' };
import draft4 from 'ajv-draft-04';
import formats from 'ajv-formats';
import { accepts } from '../../engine/src/json-schema/accept.js';
import { SchemaGraph } from '../../engine/src/json-schema/graph.js';

export type Draft = 'draft4' | 'draft6' | 'draft7' | 'draft2019-09' | 'draft2020-12';

/** A document that schemas refer to, with its address. */
export interface Document {
  readonly uri: string;
  readonly value: unknown;
}

export type Judge = (value: unknown) => boolean;

const OPTIONS: Options = {
  strict: false,
  // The schemas are what they are; whether they follow their meta-schema is not the question.
  validateSchema: false,
  ownProperties: true,
  // Multiples of decimal fractions are no multiples in binary; twelve digits are.
  multipleOfPrecision: 12,
  logger: false,
};

/** CommonJS modules whose default export is the class or plugin arrive as either, by who loads them. */
const Ajv4 = ((draft4 as { default?: unknown }).default ?? draft4) as typeof draft4.default;
const addFormats = ((formats as { default?: unknown }).default ?? formats) as typeof formats.default;

/**
 * ajv with the formats, for schemas of a draft and the documents they refer to.
 * @param meta whether it knows the draft's meta-schema; schemas that hold a copy of it are not taken otherwise.
 */
export function ajvOf(draft: Draft, documents: readonly Document[] = [], meta = true): Ajv {
  const ajv = create(draft, { ...OPTIONS, meta });
  addFormats(ajv);
  for (const { uri, value } of documents) {
    if (isMeta(value)) ajv.addMetaSchema(value, uri, false);
    else ajv.addSchema(value as object, uri);
  }
  return ajv;
}

/** What ajv makes of a schema, or why it cannot. */
export function judgeOf(ajv: Ajv, schema: unknown): Judge | Error {
  try {
    const validate = ajv.compile(schema as object | boolean);
    return (value) => validate(value) as boolean;
  } catch (error) {
    return error as Error;
  }
}

/** The engine's own validator, which the suite's tests are run against too. */
export function ownJudge(root: string, documents: readonly Document[]): Judge {
  const graph = new SchemaGraph({ documents, root, infer: false });
  return (value) => accepts(graph, graph.root, value);
}

function create(draft: Draft, options: Options): Ajv {
  switch (draft) {
    case 'draft4':
      return new Ajv4(options) as unknown as Ajv;
    case 'draft6': {
      const ajv = new Ajv(options);
      if (options.meta === true) ajv.addMetaSchema(draft6);
      return ajv;
    }
    case 'draft7':
      return new Ajv(options);
    case 'draft2019-09':
      return new Ajv2019(options) as unknown as Ajv;
    case 'draft2020-12':
      return new Ajv2020(options) as unknown as Ajv;
  }
}

function isMeta(value: unknown): value is object {
  return typeof value === 'object' && value !== null && '$vocabulary' in value;
}
