/**
 * Meets every fault of a model server at the address given, and more that must not outlive a call; prints what it saw
 * when the process ends by itself.
 */
import { writeSync } from 'node:fs';
import { FAULTS } from '../../../support/model-servers/faults.js';
import { outcomeOf, providerAt, WIRES } from './calls.js';

const [url = '', refused = ''] = process.argv.slice(2);
let unhandled = 0;
let warnings = 0;
let calls = 0;
process.on('unhandledRejection', () => unhandled++);
process.on('uncaughtException', () => unhandled++);
process.on('warning', () => warnings++);

const faults = [...Object.values(FAULTS).flat(), 'refused'];
while (faults.length > 0) {
  await Promise.all(
    faults.splice(0, 10).flatMap((fault) =>
      WIRES.flatMap((wire) =>
        [true, false].map(async (stream) => {
          const provider = providerAt(wire, fault === 'refused' ? refused : url, { stream });
          await outcomeOf(provider, { system: fault, idleTimeout: 100 });
          const controller = new AbortController();
          const aborted = outcomeOf(provider, { system: fault, idleTimeout: 5000, signal: controller.signal });
          setTimeout(() => controller.abort(), 10);
          await aborted;
          try {
            for await (const _ of provider.events('x', { model: 'm', system: fault, idleTimeout: 5000 })) break;
          } catch {
            // Some fail before the first piece.
          }
          provider.events('x', { model: 'm' });
          calls += 3;
        }),
      ),
    ),
  );
}
await outcomeOf(providerAt('gemini', url), { system: 'none', idleTimeout: 60_000 });
const last = performance.now();
process.on('exit', () => {
  writeSync(1, JSON.stringify({ calls, unhandled, warnings, idle: Math.round(performance.now() - last) }));
});
