// Validation and completion by another language service, in this process: node language-child.mjs json|yaml LINES
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { performance } from 'node:perf_hooks';
import { documentOf, placesIn, roundsOf } from './language-document.mjs';

const require = createRequire(import.meta.url);
const { TextDocument } = require('vscode-languageserver-textdocument');
const schema = JSON.parse(readFileSync(new URL('../schemas/data-schema.schema.json', import.meta.url), 'utf8'));
const uri = 'https://example.org/data-schema.schema.json';
const [language, lines] = [process.argv[2], Number(process.argv[3])];
const service = language === 'json' ? jsonService() : yamlService();

const file = `file:///bench.synth.${language}`;
let document = TextDocument.create(file, language, 1, documentOf(language, lines));
await service.validate(document);
const validation = [];
const completion = [];
for (const place of placesIn(document.getText(), roundsOf(lines))) {
  const start = { line: place.line, character: place.character - 1 };
  const edit = (range, text) => (document = TextDocument.update(document, [{ range, text }], document.version + 1));
  let begun = performance.now();
  edit({ start, end: place }, '');
  await service.validate(document);
  validation.push(performance.now() - begun);
  begun = performance.now();
  await service.complete(document, start);
  completion.push(performance.now() - begun);
  edit({ start, end: start }, 'r');
}
process.stdout.write(JSON.stringify({ validation, completion, memory: process.memoryUsage().rss }));

function jsonService() {
  const { getLanguageService } = require('vscode-json-languageservice');
  const json = getLanguageService({});
  json.configure({ allowComments: true, schemas: [{ uri, fileMatch: ['*'], schema }] });
  return {
    validate: (text) => json.doValidation(text, json.parseJSONDocument(text)),
    complete: (text, position) => json.doComplete(text, position, json.parseJSONDocument(text)),
  };
}

function yamlService() {
  const { getLanguageService } = require('yaml-language-server');
  const nothing = () => undefined;
  const yaml = getLanguageService({
    schemaRequestService: async () => JSON.stringify(schema),
    workspaceContext: { resolveRelativePath: (path) => path },
    connection: { console: { error: nothing, warn: nothing, log: nothing }, onRequest: nothing },
    telemetry: { send: nothing, sendError: nothing, sendTrack: nothing },
    yamlSettings: { documentSettings: new Map(), previousResultId: new Map() },
    clientCapabilities: {},
  });
  yaml.configure({
    validate: true,
    completion: true,
    yamlVersion: '1.2',
    schemas: [{ uri, fileMatch: ['*'], schema }],
  });
  return {
    validate: (text) => yaml.doValidation(text, false),
    complete: (text, position) => yaml.doComplete(text, position, false),
  };
}
