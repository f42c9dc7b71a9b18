/** A chapter of the API's documentation: the exports of some source folders. */
interface Topic {
  readonly title: string;
  readonly text: string;
  /** Source files of its exports, below `engine/src`. The first topic that matches has an export. */
  readonly sources: RegExp;
}

export const TOPICS: readonly Topic[] = [
  {
    title: 'Making data',
    text: 'One class does everything; its methods are the commands of the command line.',
    sources:
      /^(synth|core-synth|version)\.ts$|^generators\/(options|records)\.ts$|^files\/write(-stream)?\.ts$|^zod\/schema\.ts$/,
  },
  {
    title: 'Errors',
    text: 'Every error that is thrown on purpose extends `SynthError` and has a stable `code`.',
    sources: /(^|\/)errors?\.ts$|-error\.ts$|^models\/(budget|rows-missing)\.ts$|^cache\/frozen\.ts$/,
  },
  {
    title: 'Schemas',
    text: 'Reading, checking, describing and exporting schemas. The language itself: [SCHEMA.md](SCHEMA.md).',
    sources:
      /^schema\/(diagnostic|grammar(-fields)?|parse|write-yaml)\.ts$|^files\/(schema-file|export-schema)\.ts$|^json-schema\/export\/|^describe\/|^vocabulary\/|^expression\//,
  },
  {
    title: 'Schemas from data and from words',
    text: '`infer` reads rows, `plan` asks a language model.',
    sources: /^infer\/|^planning\//,
  },
  {
    title: 'Checking data',
    text: 'Whether rows, made here or elsewhere, are what a schema says.',
    sources: /^validate\/|^files\/(validate-files|data-file-csv)\.ts$/,
  },
  { title: 'Batch runs', text: 'See [BATCH.md](BATCH.md).', sources: /^batch\/|^files\/batch/ },
  {
    title: 'Generators and field types of your own',
    text: 'See [CUSTOM-GENERATORS.md](CUSTOM-GENERATORS.md).',
    sources: /^generators\//,
  },
  { title: 'Language models', text: 'See [MODELS.md](MODELS.md).', sources: /^models\/|^prompting\// },
  { title: 'What is kept', text: 'The cache of what models wrote.', sources: /^cache\/|^files\/cache/ },
  {
    title: 'Configuration, keys and logging',
    text: 'The keys of the configuration: [CONFIGURATION.md](CONFIGURATION.md).',
    sources: /^config\/|^files\/|^logger\.ts$/,
  },
  {
    title: 'Output',
    text: 'Encoders turn batches of rows into bytes, for those who do not write files.',
    sources: /^output\//,
  },
  {
    title: 'Columns',
    text: 'Rows are drawn in batches of typed columns; encoders and generators read them.',
    sources: /^columns\//,
  },
  {
    title: 'For editors',
    text: 'What the language server knows of a document: positions, names, what may stand at a place.',
    sources: /^grammar\/|^navigation\/|^schema\/|^cli\//,
  },
  { title: 'Integrations', text: 'See [INTEGRATIONS.md](INTEGRATIONS.md).', sources: /^integrations\// },
];

/** The topic of an export by the file that declares it, below `engine/src`. */
export function topicOf(source: string): Topic {
  const topic = TOPICS.find(({ sources }) => sources.test(source));
  if (topic === undefined) throw new Error(`scripts/docs/api-topics.ts has no topic for engine/src/${source}`);
  return topic;
}
