import { chmod, cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PACKAGE_SCHEMA } from '../../scripts/docs/use-cases.js';
import { AgenticSynth, TEMPLATES } from '../../engine/src/index.js';
import {
  type ModelServer,
  type RecordedRequest,
  type Reply,
  startModelServer,
} from '../support/model-servers/index.js';
import { ROOT } from '../support/run.js';
import { fileOf, type Snippet, snippets } from './snippets.js';

const API = `openapi: 3.1.0
info: { title: Users, version: '1' }
paths: {}
components:
  schemas:
    User:
      type: object
      required: [id]
      properties: { id: { type: string, format: uuid }, name: { type: string }, age: { type: integer, minimum: 18, maximum: 99 } }
`;
const POWER = `type: timeseries
interval: 1h
series: { factory: [north, south, west] }
fields: { timestamp: datetime, kilowatts: number (0..900) }
`;
const RENTAL = `tables:
  customers: { count: 50, fields: { id: uuid, name: person.fullName } }
  trips:
    count: { per: customers, min: 1, max: 8 }
    fields: { id: sequence, customerId: { ref: customers.id }, km: number (1..40) }
`;

/** What the documents talk of, in a folder: schemas, data, programs; and models that answer. */
export class Workspace {
  private constructor(
    readonly folder: string,
    private readonly server: ModelServer,
  ) {}

  static async make(): Promise<Workspace> {
    const folder = await mkdtemp(join(tmpdir(), 'agentic-synth-docs-'));
    const workspace = new Workspace(folder, await startModelServer(answer));
    try {
      await workspace.fill(join(folder, 'seed'));
      return workspace;
    } catch (error) {
      await workspace.close();
      throw error;
    }
  }

  /** A folder with everything, and with the files that a page shows. */
  async copy(name: string, page: string, without: readonly string[] = []): Promise<string> {
    const target = join(this.folder, name.replaceAll(/\W+/g, '-'));
    await cp(join(this.folder, 'seed'), target, { recursive: true });
    for (const snippet of snippets('yaml', 'json', 'csv').filter((each) => each.page === page)) {
      const file = snippet.info === 'config' ? '.agentic-synth.json' : fileOf(snippet);
      if (file !== undefined) await writeFile(join(target, file), this.local(snippet));
    }
    for (const file of without) await rm(join(target, file), { force: true });
    return target;
  }

  /** Environment of programs: keys and addresses of models that answer from here, nothing else of the person's own. */
  get environment(): NodeJS.ProcessEnv {
    return {
      ...process.env,
      GEMINI_API_KEY: 'AIzaSyCANARY-0123456789-canary-0123456789',
      GEMINI_BASE_URL: this.server.url,
      OPENROUTER_API_KEY: 'sk-or-canary-0123456789abcdef',
      OPENROUTER_BASE_URL: this.server.openAI,
      VLLM_KEY: 'canary',
      HOME: this.folder,
      XDG_CACHE_HOME: join(this.folder, '.cache'),
      XDG_CONFIG_HOME: join(this.folder, '.config'),
      PATH: `${join(this.folder, 'bin')}:${process.env.PATH}`,
    };
  }

  async close(): Promise<void> {
    await this.server.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  private local({ text }: Snippet): string {
    return text.replaceAll(/https?:\/\/(?:localhost:\d+|models\.example\.com)\/v1/g, this.server.openAI);
  }

  private async fill(folder: string): Promise<void> {
    const at = (...parts: readonly string[]): string => join(folder, ...parts);
    await cp(join(ROOT, 'examples'), at('examples'), { recursive: true });
    for (const name of await readdir(at('examples'))) await cp(at('examples', name), at(name), { recursive: true });
    await symlink(join(ROOT, 'engine'), at('engine'), 'junction');
    const readme = snippets('yaml').find((each) => fileOf(each) === 'users.synth.yaml')!;
    const template = (name: string): string => TEMPLATES.find((each) => each.name === name)!.text;
    const files: Readonly<Record<string, string>> = {
      'users.synth.yaml': readme.text,
      'clicks.synth.yaml': template('traffic'),
      'orders.synth.yaml': 'id: sequence\nuserId: { ref: ./users.synth.yaml#id }\n',
      'rental.synth.yaml': RENTAL,
      'package.schema.json': PACKAGE_SCHEMA,
      'api.yaml': API,
      '.agentic-synth.json': '{}',
    };
    for (const [name, text] of Object.entries(files)) await writeFile(at(name), text);
    await mkdir(at('generators'));
    await cp(at('plugins/vin.mjs'), at('generators/vin.mjs'));
    const synth = new AgenticSynth();
    const write = (schema: string, output: string, type = 'structured'): Promise<unknown> =>
      synth.write(type, {
        schema: at(schema),
        count: 50,
        output: at(output),
        ...(/\/$/.test(output) && { format: 'csv' }),
      });
    for (const output of ['users.csv', 'users.jsonl']) await write('users.synth.yaml', output);
    for (const output of ['shop/', 'export/']) await write('shop.synth.yaml', output);
    await write('sensors.synth.yaml', 'readings.parquet', 'timeseries');
    await synth.batch(
      { jobs: [{ name: 'users', schema: at('users.synth.yaml'), format: 'csv' }] },
      { output: at('data') },
    );
    await this.programs();
  }

  /** `agentic-synth` notes its exit codes; a run at the pace of the clock is interrupted as by Ctrl-C. */
  private async programs(): Promise<void> {
    const bin = join(this.folder, 'bin');
    const cli = `"${process.execPath}" "${join(ROOT, 'engine/dist/cli.cjs')}"`;
    const server = `"${process.execPath}" "${join(ROOT, 'engine/dist/language-server.cjs')}"`;
    const scripts: Readonly<Record<string, string>> = {
      'agentic-synth': `case "$*" in *--realtime*) timeout --signal INT 1 ${cli} "$@";; *) ${cli} "$@";; esac
code=$?
[ $code = 124 ] && code=0
echo "$code $*" >> "$EXIT_CODES"
exit $code`,
      'agentic-synth-language-server': `${server} "$@" < /dev/null
code=$?
# A client that leaves without a word is answered by 1.
[ $code = 1 ] && code=0
echo "$code language-server $*" >> "$EXIT_CODES"`,
      // Of zsh.
      compdef: ':',
      'my-consumer': 'head -n 3',
    };
    await mkdir(bin);
    await mkdir(join(this.folder, '.config/fish/completions'), { recursive: true });
    for (const [name, script] of Object.entries(scripts)) {
      await writeFile(join(bin, name), `#!/bin/sh\n${script}\n`);
      await chmod(join(bin, name), 0o755);
    }
  }
}

/** A model that does as it is told: values of the schema it is given, a schema where none is. */
async function answer({ schema, number, prompt }: RecordedRequest): Promise<Reply> {
  if (schema === undefined) return `\`\`\`yaml\n${prompt.includes('power') ? POWER : RENTAL}\`\`\``;
  const [value] = await new AgenticSynth().generate('structured', {
    schema: JSON.parse(JSON.stringify(schema, exacter)) as object,
    seed: number,
    count: 1,
  });
  // In the form of named rows each says which of the conditions it belongs to.
  const numbers = [...prompt.matchAll(/^(\d+): /gm)].map(([, condition]) => Number(condition));
  const { rows = [] } = value as { rows?: readonly unknown[] };
  for (const [i, row] of rows.entries()) if (typeof row === 'object') Object.assign(row!, { n: numbers[i] });
  return JSON.stringify(value);
}

/** The wires leave lengths and what has to be there out of some schemas, and say them in words. */
function exacter(key: string, part: unknown): unknown {
  if (key === 'propertyOrdering') return undefined;
  if (typeof part !== 'object' || part === null) return part;
  if ('properties' in part) return { ...part, required: Object.keys(part.properties as object) };
  const text = 'type' in part && part.type === 'string' && !('enum' in part);
  return text ? { minLength: 30, maxLength: 50, ...part } : part;
}
