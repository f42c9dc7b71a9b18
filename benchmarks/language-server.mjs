// How long our language server takes over its protocol, and others within their own process.
import { execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { documentOf, placesIn, roundsOf } from './language-document.mjs';

const require = createRequire(import.meta.url);
const here = (file) => fileURLToPath(new URL(file, import.meta.url));
const OTHERS = { json: 'vscode-json-languageservice', yaml: 'yaml-language-server' };

/** Rows of a table: who, language, lines, milliseconds of validation and completion at 50 and 95 %, start, memory. */
export async function languageServers(log, { server = here('../dist/server.cjs'), others = true } = {}) {
  const rows = [];
  for (const language of ['json', 'yaml']) {
    for (const lines of [100, 10_000]) {
      log(`language server: ${language}, ${lines} lines`);
      rows.push({ name: 'agentic-synth', language, lines, ...(await ours(server, language, lines)) });
      if (!others) continue;
      const child = execFileSync(process.execPath, [here('language-child.mjs'), language, String(lines)]);
      rows.push({ name: OTHERS[language], language, lines, ...JSON.parse(child) });
    }
  }
  return rows.map(({ validation, completion, ...row }) => ({
    ...row,
    validation: quantiles(validation),
    completion: quantiles(completion),
  }));
}

/** From an edit to the answer of a request for what is wrong; from a request for completion to its answer. */
async function ours(server, language, lines) {
  const protocol = require('vscode-languageserver-protocol/node');
  const begun = performance.now();
  const child = spawn(process.execPath, [server, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const wire = protocol.createMessageConnection(
    new protocol.StreamMessageReader(child.stdout),
    new protocol.StreamMessageWriter(child.stdin),
  );
  wire.listen();
  // Of the lists of VS Code.
  const lists = { completionList: { itemDefaults: ['editRange'] } };
  const capabilities = { textDocument: { diagnostic: {}, completion: lists } };
  const init = await wire.sendRequest('initialize', { processId: process.pid, rootUri: null, capabilities });
  const start = performance.now() - begun;
  await wire.sendNotification('initialized', {});
  const uri = `file:///bench.synth.${language}`;
  const textDocument = { uri };
  const text = documentOf(language, lines);
  await wire.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: `synth-${language}`, version: 1, text },
  });
  const check = () => wire.sendRequest('textDocument/diagnostic', { textDocument });
  for (let i = 0; i < 3; i++) await check();
  let version = 1;
  const edit = (range, inserted) =>
    wire.sendNotification('textDocument/didChange', {
      textDocument: { uri, version: ++version },
      contentChanges: [{ range, text: inserted }],
    });
  const validation = [];
  const completion = [];
  for (const place of placesIn(text, roundsOf(lines))) {
    const before = { line: place.line, character: place.character - 1 };
    let from = performance.now();
    await edit({ start: before, end: place }, '');
    await check();
    validation.push(performance.now() - from);
    if (init.capabilities.completionProvider !== undefined) {
      // As a person types: the text has just changed.
      await edit({ start: { ...before, character: before.character - 1 }, end: before }, '');
      from = performance.now();
      await wire.sendRequest('textDocument/completion', {
        textDocument,
        position: { ...before, character: before.character - 1 },
      });
      completion.push(performance.now() - from);
      await edit(
        { start: { ...before, character: before.character - 1 }, end: { ...before, character: before.character - 1 } },
        'e',
      );
    }
    await edit({ start: before, end: before }, 'r');
  }
  const memory = residentOf(child.pid);
  await wire.sendRequest('shutdown');
  await wire.sendNotification('exit');
  wire.dispose();
  return { validation, completion, start, memory };
}

/** Bytes; `undefined` where the system does not tell. */
function residentOf(pid) {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024;
  } catch {
    return undefined;
  }
}

function quantiles(list) {
  if (list.length === 0) return undefined;
  const sorted = list.toSorted((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  return { p50: at(0.5), p95: at(0.95) };
}
