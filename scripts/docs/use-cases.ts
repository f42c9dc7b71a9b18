/** A file that people have, and what to do with it. */
export interface UseCase {
  readonly title: string;
  /** Markdown; `@rows` on a line of its own stands for what the schema or command above it makes. */
  readonly text: string;
}

export const PACKAGE_SCHEMA = `{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "type": "object",
  "required": ["name", "version", "license"],
  "additionalProperties": false,
  "properties": {
    "name": { "type": "string", "pattern": "^[a-z][a-z0-9-]{2,19}$" },
    "version": { "type": "string", "pattern": "^\\\\d\\\\.\\\\d{1,2}\\\\.\\\\d{1,2}$" },
    "license": { "enum": ["MIT", "Apache-2.0", "BSD-3-Clause"] },
    "downloads": { "type": "integer", "minimum": 0, "maximum": 100000 }
  }
}
`;

/** What `infer` reads in its example. */
export const ORDERS_CSV = `id,customer,email,status,total,orderedAt
1,Ada Obi,ada.obi@example.com,paid,19.90,2025-03-01T10:15:00Z
2,Li Wei,li.wei@example.com,paid,7.50,2025-03-01T11:02:10Z
3,Eva Lund,eva.lund@example.com,refunded,120.00,2025-03-02T08:44:59Z
4,Tom Hale,tom.hale@example.com,paid,33.25,2025-03-02T17:30:00Z
5,Ana Ruiz,ana.ruiz@example.com,paid,12.00,2025-03-03T09:00:21Z
6,Jon Berg,jon.berg@example.com,paid,54.10,2025-03-03T12:12:12Z
`;

export const USE_CASES: readonly UseCase[] = [
  {
    title: 'Seed a database',
    text: `One file a table, with keys that agree, in an order in which foreign keys can be loaded:

\`\`\`sh
agentic-synth generate structured --schema examples/shop.synth.yaml --seed 42 --format csv --output seed/
\`\`\`

\`\`\`sh no-run: needs a PostgreSQL server with the tables
for table in users orders items; do psql "$DATABASE_URL" -c "\\\\copy $table from 'seed/$table.csv' csv header"; done
\`\`\`

From a program, row by row in bounded memory, into whatever takes rows:

\`\`\`ts
import { AgenticSynth, type TableRow } from 'agentic-synth';

async function insert(table: string, rows: readonly unknown[]) {
  console.log(table, rows.length); // here your database
}

let table = '';
let rows: unknown[] = [];
const flush = async () => {
  if (rows.length > 0) await insert(table, rows);
  rows = [];
};

const stream = new AgenticSynth().generateStream<TableRow>('structured', { schema: 'examples/shop.synth.yaml' });
for await (const next of stream) {
  if (next.table !== table || rows.length === 500) await flush();
  table = next.table;
  rows.push(next.row);
}
await flush();
\`\`\``,
  },
  {
    title: 'A large file for a load test',
    text: `A million rows take seconds and little memory; Parquet, CSV and JSON Lines are written by all cores:

\`\`\`sh
agentic-synth generate structured --schema examples/users.json --count 1000000 --output users.parquet
\`\`\`

On several machines, each makes its part; the parts joined are the same bytes as the whole:

\`\`\`sh
agentic-synth generate structured --schema examples/users.json --count 1000 --shard 1/2 --output part-1.csv
agentic-synth generate structured --schema examples/users.json --count 1000 --shard 2/2 --output part-2.csv
agentic-synth generate structured --schema examples/users.json --count 1000 --output whole.csv
cat part-1.csv part-2.csv | cmp - whole.csv
\`\`\``,
  },
  {
    title: 'A spreadsheet for a demo',
    text: `Names and addresses of a country, a semicolon between the columns:

\`\`\`yaml
# customers.synth.yaml
name: person.fullName
company: company.name
city: location.city
revenue: { type: number, min: 1000, decimals: 2, distribution: { type: lognormal, mean: 40000, stdDev: 30000 } }
since: { type: date, min: now-5y, max: now, format: dd.MM.yyyy }
\`\`\`

\`\`\`sh
agentic-synth generate structured --schema customers.synth.yaml --locale de --count 50 --delimiter ';' --output customers.csv
\`\`\`

@rows`,
  },
  {
    title: 'A stream of events',
    text: `Each event is written when it is made, as a line of JSON; a slow reader slows it down:

\`\`\`sh
agentic-synth generate events --schema examples/clickstream.synth.yaml --count 1000 --stream | my-consumer
\`\`\`

With \`--realtime\` events come when their timestamps say, here sixty times as fast; Ctrl-C ends it after a whole line:

\`\`\`sh
agentic-synth generate events --schema examples/clickstream.synth.yaml --realtime 60 --output clicks.jsonl
\`\`\``,
  },
  {
    title: 'Several data sets at once',
    text: `A batch file lists jobs that may refer to each other's rows. \`--dry-run\` says what would be done; \`batch verify\` checks the files later:

\`\`\`sh
agentic-synth batch generate --config examples/batch-config.yaml --output demo/ --dry-run
agentic-synth batch generate --config examples/batch-config.yaml --output demo/
agentic-synth batch verify demo/
\`\`\`

See [BATCH.md](BATCH.md).`,
  },
  {
    title: 'From a JSON Schema',
    text: `\`\`\`json
@package
\`\`\`

\`\`\`sh
agentic-synth generate structured --schema package.schema.json --count 3 --format jsonl
\`\`\`

@rows

A schema within a file is named behind \`#\`, such as \`api.yaml#/components/schemas/User\`. An optional property is missing in a tenth of the rows.`,
  },
  {
    title: 'From Zod',
    text: `Records are what the schema parses to, and have its types:

\`\`\`ts
import { AgenticSynth } from 'agentic-synth';
import * as z from 'zod';

const User = z.object({
  id: z.uuid(),
  name: z.string().meta({ synth: 'person.fullName' }),
  born: z.date().min(new Date('1950-01-01')).max(new Date('2007-12-31')),
  plan: z.enum(['free', 'pro']),
});

const users = await new AgenticSynth().generate('structured', { schema: User, count: 100, seed: 7 });
console.log(users.length, users[0].born instanceof Date, User.safeParse(users[0]).success);
\`\`\`

\`\`\`text
100 true true
\`\`\``,
  },
  {
    title: 'From data that is there',
    text: `\`infer\` writes a first schema for the rows of a file. Values that seem to be of people are described, never copied:

\`\`\`csv orders.csv
@orders
\`\`\`

\`\`\`sh
agentic-synth infer orders.csv --output orders.synth.yaml
agentic-synth generate structured --schema orders.synth.yaml --count 1000 --output more-orders.csv
agentic-synth validate more-orders.csv --schema orders.synth.yaml
\`\`\`

@rows`,
  },
  {
    title: 'Without a schema of your own',
    text: `A starter to change; or a description in words, for which a language model writes the schema once:

\`\`\`sh
agentic-synth init --template shop
agentic-synth plan "customers of a bike-rental shop with their trips" --output rental.synth.yaml
\`\`\``,
  },
  {
    title: 'In a test',
    text: `Rows of a seed are the same in every run and on every machine, so that a failure can be repeated:

\`\`\`ts
import assert from 'node:assert/strict';
import { AgenticSynth, type SynthRecord } from 'agentic-synth';

const total = (lines: readonly SynthRecord[]): number =>
  lines.reduce((sum, line) => sum + Number(line.quantity) * Number(line.price), 0);

const lines = await new AgenticSynth().generate('structured', {
  seed: 1,
  count: 500,
  schema: { quantity: 'integer (1..9)', price: { type: 'number', min: 0.01, max: 1000, decimals: 2 } },
});
assert.ok(lines.every((line) => total([line]) > 0));
\`\`\``,
  },
  {
    title: 'In continuous integration',
    text: `Check schemas and the data that is committed beside them, and make what tests need:

\`\`\`sh
agentic-synth validate examples/*.synth.yaml
agentic-synth generate structured --schema examples/users.json --count 500 --seed 1 --quiet --output fixtures/users.json
agentic-synth validate fixtures/users.json --schema examples/users.json
\`\`\`

\`validate\` ends with 1 where there is a mistake, \`generate\` too. As a job of GitHub Actions:

\`\`\`yaml no-check: a workflow
jobs:
  data:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
      - uses: actions/setup-node@v5
        with: { node-version: 22 }
      - run: npx agentic-synth validate schemas/*.synth.yaml
      - run: npx agentic-synth generate structured --schema schemas/users.synth.yaml --count 500 --output fixtures/users.json
\`\`\``,
  },
  {
    title: 'With a language model',
    text: `Fields with a \`prompt\` need a model; \`--explain\` says beforehand what it would cost, \`--model local\` fills them with words of no meaning for nothing:

\`\`\`sh
export GEMINI_API_KEY=…
agentic-synth generate structured --schema examples/reviews.synth.yaml --count 20 --model gemini-pro --explain
agentic-synth generate structured --schema examples/reviews.synth.yaml --count 20 --model local --output reviews.json
\`\`\`

See [MODELS.md](MODELS.md).`,
  },
];
