import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseDocument } from '../../engine/src/schema/parse.js';
import { documentToYaml } from '../../engine/src/schema/write-yaml.js';
import { AgenticSynth } from '../../engine/src/synth.js';
import { code, fence, formatted, generatedFrom, readSource, ROOT, table } from './markdown.js';
import { ORDERS_CSV, PACKAGE_SCHEMA, USE_CASES } from './use-cases.js';

/** Longer rows are cut, which says so by an ellipsis. */
const WIDEST = 150;

/** `docs/EXAMPLES.md`: the schemas of `examples/` with their first rows, and what people do with schemas. */
export async function examplesDocument(): Promise<string> {
  const shown = wordsOf(await readSource('examples/README.md'));
  const files = (await readdir(new URL('examples/', ROOT))).filter((name) => /\.(?:json|ya?ml)$/.test(name)).sort();
  for (const name of files) {
    if (!shown.has(name)) throw new Error(`examples/README.md does not say what ${name} shows`);
  }
  const schemas = files.filter((name) => name !== 'batch-config.yaml');
  const parts = [
    generatedFrom('examples and scripts/docs/use-cases.ts'),
    '# Examples',
    'What people do with agentic-synth, and the schemas of [`examples/`](../examples) with the first rows that they make. Commands run in the folder of the repository; rows are the same wherever they run.',
    ...(await useCases()),
    '## Schemas',
  ];
  for (const name of schemas) parts.push(...(await example(name, shown.get(name)!)));
  parts.push(...(await batch(shown.get('batch-config.yaml')!)), ...(await plugin()));
  return formatted(parts);
}

/** What `examples/README.md` says of each file. */
function wordsOf(readme: string): Map<string, string> {
  return new Map(
    [...readme.matchAll(/^\| \[[^\]]*\]\(([^)]+)\) *\| (.*?) *\|$/gm)].map(([, file, words]) => [file, words]),
  );
}

async function useCases(): Promise<string[]> {
  const parts: string[] = [];
  for (const { title, text } of USE_CASES) {
    const packageFile = `// package.schema.json\n${PACKAGE_SCHEMA.trimEnd()}`;
    let filled = text.replace('@package', () => packageFile).replace('@orders', () => ORDERS_CSV.trimEnd());
    if (/^@rows$/m.test(filled)) filled = filled.replace(/^@rows$/m, await resultOf(title, filled));
    parts.push(`### ${title}`, filled);
  }
  return ['## What to do with it', ...parts];
}

async function resultOf(title: string, text: string): Promise<string> {
  const synth = new AgenticSynth();
  if (title === 'From a JSON Schema') {
    const rows = await synth.generate('structured', { schema: JSON.parse(PACKAGE_SCHEMA) as object, count: 3 });
    return fence('text', rows.map((row) => JSON.stringify(row)).join('\n'));
  }
  if (title === 'From data that is there') {
    const { document } = await synth.infer(ORDERS_CSV, { name: 'orders' });
    return `The schema:\n\n${fence('yaml', documentToYaml(document))}`;
  }
  const { value } = parseDocument(/```yaml\n([^]*?)```/.exec(text)![1], { language: 'yaml' });
  const rows = await synth.generate('structured', { schema: value as object, locale: 'de', count: 3 });
  const names = Object.keys(rows[0]);
  const lines = rows.map((row) => names.map((name) => String(row[name])).join(';'));
  return fence('text', [names.join(';'), ...lines].join('\n'));
}

async function example(name: string, words: string): Promise<string[]> {
  const path = fileURLToPath(new URL(`examples/${name}`, ROOT));
  const text = await readSource(`examples/${name}`);
  const type = /^type: (timeseries|events)$/m.exec(text)?.[1] ?? 'structured';
  const prompts = /\bprompt:/.test(text);
  const format = 'jsonl';
  const flags = [`--schema examples/${name}`, '--count 100', ...(prompts ? ['--model local'] : [])];
  const tables = /^tables:/m.test(text);
  const command = tables
    ? `agentic-synth generate ${type} ${flags.join(' ')} --format ${format} --output out/`
    : `agentic-synth generate ${type} ${flags.join(' ')} --format ${format}`;
  const made = await new AgenticSynth().generate<unknown>(type, {
    schema: path,
    count: 100,
    ...(prompts && { model: 'local' }),
  });
  return [
    `### ${name}`,
    `${sentence(words)}: [\`examples/${name}\`](../examples/${name}).`,
    fence('sh', command),
    fence('text', firstRows(made)),
  ];
}

function firstRows(made: unknown): string {
  if (Array.isArray(made)) return lines(made, 3);
  return Object.entries(made as Record<string, unknown[]>)
    .map(([name, rows]) => `${name} (${rows.length} rows)\n${lines(rows, 2).replaceAll(/^/gm, '  ')}`)
    .join('\n');
}

function lines(rows: readonly unknown[], count: number): string {
  return rows
    .slice(0, count)
    .map((row) => {
      const characters = [...JSON.stringify(row)];
      return characters.length > WIDEST ? `${characters.slice(0, WIDEST - 1).join('')}…` : characters.join('');
    })
    .join('\n');
}

function sentence(words: string): string {
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

async function batch(words: string): Promise<string[]> {
  const path = fileURLToPath(new URL('examples/batch-config.yaml', ROOT));
  const { jobs } = await new AgenticSynth().explainBatch(path);
  return [
    '### batch-config.yaml',
    `${sentence(words)}: [\`examples/batch-config.yaml\`](../examples/batch-config.yaml).`,
    fence('sh', 'agentic-synth batch generate --config examples/batch-config.yaml --output out/'),
    table(
      ['job', 'after', 'rows', 'files'],
      jobs.map(({ name, needs, rows, files }) => [
        name,
        needs.join(', '),
        String(rows),
        files.map((file) => code(file)).join(', '),
      ]),
    ),
  ];
}

async function plugin(): Promise<string[]> {
  const synth = new AgenticSynth({ plugins: [fileURLToPath(new URL('examples/plugins/vin.mjs', ROOT))] });
  const schema = fileURLToPath(new URL('examples/plugins/fleet.synth.yaml', ROOT));
  const rows = await synth.generate('structured', { schema, count: 3 });
  return [
    '### plugins/fleet.synth.yaml',
    'A field type of a plug-in, [`vin.mjs`](../examples/plugins/vin.mjs): see [CUSTOM-GENERATORS.md](CUSTOM-GENERATORS.md).',
    fence(
      'sh',
      'agentic-synth generate structured --schema examples/plugins/fleet.synth.yaml --plugin examples/plugins/vin.mjs --format jsonl',
    ),
    fence('text', lines(rows, 3)),
  ];
}
