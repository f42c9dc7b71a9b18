// One contestant and the schemas of a corpus, from one on: json-schema-child.ts CONTESTANT CORPUS FIRST
// Prints `all N`, then for each schema `I begin` and what came of it: `I valid`, `I invalid` or `I nothing`.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createGenerator, type JsonSchema } from 'json-schema-faker';
import type { Document, Draft, Judge } from '../test/proof/judge.js';
import { read, type RealSchema, realSchemas } from '../test/proof/real.js';
import { Judges } from '../test/proof/real-judge.js';
import { ROWS, valuesOf, valuesOfFile } from '../test/proof/rows.js';
import { type Group, groupsOf, remotesOf } from '../test/proof/suite.js';
import { judgeOfGroup } from '../test/proof/suite-judge.js';

interface Entry {
  judge(): Promise<Judge>;
  /** Rows; none where there are not as many as asked for. */
  readonly rows: Readonly<Record<string, () => Promise<readonly unknown[]>>>;
}

const DRAFTS: readonly Draft[] = ['draft7', 'draft2019-09', 'draft2020-12'];

const [contestant, corpus, first] = process.argv.slice(2);
const entries =
  corpus === 'real schemas'
    ? realEntries()
    : DRAFTS.flatMap((draft) => {
        const remotes = remotesOf(draft);
        return groupsOf(draft)
          .filter(({ satisfiable }) => satisfiable)
          .map((group) => suiteEntry(group, remotes));
      });

console.log(`all\t${entries.length}`);
for (let i = Number(first); i < entries.length; i++) {
  console.log(`${i}\tbegin`);
  console.log(`${i}\t${await verdict(entries[i])}`);
}

async function verdict({ judge, rows }: Entry): Promise<'valid' | 'invalid' | 'nothing'> {
  try {
    const values = await rows[contestant]();
    if (values.length === 0) return 'nothing';
    const accepts = await judge();
    return values.every((value) => accepts(JSON.parse(JSON.stringify(value ?? null)))) ? 'valid' : 'invalid';
  } catch {
    return 'nothing';
  }
}

function suiteEntry(group: Group, remotes: readonly Document[]): Entry {
  return {
    judge: async () => judgeOfGroup(group, remotes).judge,
    rows: {
      'agentic-synth': () => ours(valuesOf(group.schema, remotes)),
      'json-schema-faker': () => theirs(group.schema, (uri) => remotes.find((each) => each.uri === uri)?.value),
    },
  };
}

function realEntries(): Entry[] {
  const judges = new Judges();
  return realSchemas().map((schema) => ({
    judge: async () => (await judges.of(schema)).judge,
    rows: {
      'agentic-synth': () =>
        ours(valuesOfFile(`${schema.file}#${schema.pointer === '' ? '' : encodeURI(schema.pointer)}`)),
      'json-schema-faker': () => theirs(partOf(schema), (uri) => besides(schema.file, uri)),
    },
  }));
}

async function ours(outcome: ReturnType<typeof valuesOf>): Promise<readonly unknown[]> {
  const found = await outcome;
  return found.kind === 'rows' ? found.values : [];
}

/** With the documents that the schema refers to, as ours has them. */
async function theirs(schema: unknown, resolve: (uri: string) => unknown): Promise<readonly unknown[]> {
  const generator = createGenerator({
    seed: 7,
    refResolver: (ref) => {
      const found = resolve(ref.split('#')[0]);
      if (found === undefined) throw new Error(`there is no ${ref}`);
      return found as JsonSchema;
    },
  });
  const values: unknown[] = [];
  for (let i = 0; i < ROWS; i++) values.push(await generator.generate(schema as JsonSchema));
  return values;
}

/** The schema asked for, with the document's others beside it. */
function partOf({ document, pointer }: RealSchema): unknown {
  return pointer === '' ? document : { ...document, $ref: `#${encodeURI(pointer)}` };
}

function besides(file: string, uri: string): unknown {
  const name = uri.slice(uri.lastIndexOf('/') + 1);
  const path = [name, `${name}.json`].map((each) => join(dirname(file), each)).find(existsSync);
  return path === undefined ? undefined : read(path);
}
