// Of how many schemas a contestant's rows are valid: those of the official suite that some value satisfies, and real ones.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { clearTimeout, setTimeout } from 'node:timers';
import { fileURLToPath } from 'node:url';

const CONTESTANTS = ['agentic-synth', 'json-schema-faker'];
const CORPORA = ['official suite', 'real schemas'];
/** A contestant that takes longer for one schema is stopped, and goes on with the next. */
const LIMIT = 10_000;

const child = fileURLToPath(new URL('json-schema-child.ts', import.meta.url));

/** For each corpus and contestant: the number of schemas, and what came of them. */
export async function sharesOf(log) {
  const shares = [];
  for (const corpus of CORPORA) {
    for (const contestant of CONTESTANTS) {
      log(`${corpus}: ${contestant}`);
      shares.push({ corpus, contestant, ...(await share(corpus, contestant)) });
    }
  }
  return shares;
}

async function share(corpus, contestant) {
  const found = { schemas: 0, valid: 0, invalid: 0, nothing: 0, stopped: 0 };
  let next = 0;
  while (next !== undefined) next = await from(next, corpus, contestant, found);
  return found;
}

/** Runs a process until it is done or stuck; returns the schema to go on with. */
function from(first, corpus, contestant, found) {
  return new Promise((done, fail) => {
    let at = first;
    let left;
    let timer;
    const args = ['--import', 'tsx', child, contestant, corpus, String(first)];
    const running = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    const stop = () => running.kill('SIGKILL');
    createInterface({ input: running.stdout }).on('line', (line) => {
      clearTimeout(timer);
      const [index, verdict] = line.split('\t');
      if (verdict === 'begin') {
        at = Number(index);
        timer = setTimeout(stop, LIMIT);
      } else if (index === 'all') left = Number(verdict);
      else {
        found[verdict]++;
        found.schemas++;
      }
    });
    running.on('error', fail);
    running.on('close', (code) => {
      clearTimeout(timer);
      if (code === 0) return done(undefined);
      if (left === undefined) return fail(new Error(`the ${corpus} could not be read`));
      found.stopped++;
      found.schemas++;
      done(at + 1 < left ? at + 1 : undefined);
    });
  });
}
