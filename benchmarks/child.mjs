// One contestant in a process of its own: node child.mjs NAME FORMAT ROWS THREADS REPETITIONS FILE JOB
// Prints one line of JSON: seconds of each repetition, bytes of the file, peak memory of the process.
import { rmSync, statSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

const [name, format, rows, threads, repetitions, file, job] = process.argv.slice(2);
const count = Number(rows);
const { prepare } = await import(`./contestants/${name}.mjs`);
const write = await prepare({ threads: Number(threads) || undefined, job });

// Compilers and caches settle first: the same code on fewer rows, at least for a third of a second.
const settled = performance.now() + 330;
do await write(format, Math.min(count, 20_000), file);
while (performance.now() < settled);

const seconds = [];
for (let i = 0; i < Number(repetitions); i++) {
  // Each writes a new file: freeing the one before takes the system longer than some contestants write.
  rmSync(file, { force: true });
  const start = performance.now();
  await write(format, count, file);
  seconds.push((performance.now() - start) / 1000);
}
const { maxRSS } = process.resourceUsage();
console.log(JSON.stringify({ seconds, bytes: statSync(file).size, peak: maxRSS * 1024 }));
process.exit(0);
