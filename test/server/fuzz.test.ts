import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { diagnose } from '../../server/src/diagnostics.js';
import { cursorAt } from '../../server/src/document/cursor-at.js';
import type { SynthDocument } from '../../server/src/document/document.js';
import { Workspace } from '../../server/src/workspace.js';
import { ROOT } from '../support/run.js';

const EDITS = 20_000;
/** Texts are checked after so many edits, read after each. */
const CHECKED = 12;

const PASTES = [
  '{',
  '}',
  '[',
  ']',
  '"',
  "'",
  ':',
  ',',
  '\n',
  '\r\n',
  '\t',
  '  ',
  '- ',
  '😀',
  '#',
  '//',
  '&a',
  '*a',
  '<<: ',
  '\u0000',
];

/** xorshift: the same edits every time. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/** Types a text key by key, with slips: deletions, pastes, and undoing all of it. */
class Typist {
  readonly workspace = new Workspace();
  text = '';
  edits = 0;
  #version = 1;
  readonly #undo: string[] = [];

  constructor(
    private readonly uri: string,
    private readonly pick: (below: number) => number,
    private readonly read: (document: SynthDocument, offset: number) => void,
  ) {
    this.workspace.open(uri, 1, '');
  }

  get document(): SynthDocument {
    return this.workspace.get(this.uri)!;
  }

  replace(start: number, end: number, inserted: string): void {
    const { document } = this;
    const range = { start: document.positionAt(start), end: document.positionAt(end) };
    this.#undo.push(this.text);
    this.workspace.change(this.uri, ++this.#version, [{ range, text: inserted }]);
    this.text = this.document.text;
    this.edits += 1;
    this.read(this.document, Math.min(this.text.length, start + inserted.length));
  }

  slip(): void {
    const at = this.pick(this.text.length + 1);
    switch (this.pick(3)) {
      case 0:
        return this.replace(at, Math.min(this.text.length, at + this.pick(30)), '');
      case 1:
        return this.replace(at, at, PASTES[this.pick(PASTES.length)]!);
      default: {
        const from = this.pick(this.text.length + 1);
        return this.replace(at, at, this.text.slice(from, from + this.pick(80)));
      }
    }
  }

  undo(to: number): void {
    while (this.#undo.length > to) {
      const before = this.#undo.pop()!;
      this.replace(0, this.text.length, before);
      this.#undo.pop();
    }
  }

  get depth(): number {
    return this.#undo.length;
  }
}

describe('language server: typing', function () {
  this.timeout(240_000);
  const examples = readdirSync(join(ROOT, 'examples')).filter((name) => /\.synth\.(?:yaml|json)$/.test(name));
  const share = Math.ceil(EDITS / examples.length);

  for (const [k, name] of examples.entries()) {
    it(`reads ${name} typed key by key, with slips, and ends as if it had just been opened`, async () => {
      const path = join(ROOT, 'examples', name);
      const whole = readFileSync(path, 'utf8');
      const uri = `file://${path}`;
      const pick = numbers(k + 1);
      const typist = new Typist(uri, pick, (document, offset) => {
        const { at, pointer } = cursorAt(document, offset);
        assert.ok(['key', 'value', 'nothing'].includes(at));
        document.parsed.range(pointer);
        void document.lastGood;
      });
      // Every third letter where the text is longer than its share.
      const step = Math.max(1, Math.ceil((1.3 * whole.length) / share));
      for (let at = 0; at < whole.length; at += step) {
        typist.replace(typist.text.length, typist.text.length, whole.slice(at, at + step));
        if (pick(12) === 0) {
          const before = typist.depth;
          for (let slips = 1 + pick(3); slips > 0; slips--) typist.slip();
          if (typist.edits % CHECKED === 0) await diagnose(typist.document, typist.workspace);
          typist.undo(before);
        }
        if (typist.edits % CHECKED === 0) await diagnose(typist.document, typist.workspace);
      }
      while (typist.edits < share) {
        const before = typist.depth;
        typist.slip();
        if (typist.edits % CHECKED === 0) await diagnose(typist.document, typist.workspace);
        typist.undo(before);
      }
      assert.equal(typist.text, whole);
      const fresh = new Workspace();
      const opened = fresh.open(uri, 1, whole);
      assert.deepEqual(await diagnose(typist.document, typist.workspace), await diagnose(opened, fresh));
    });
  }
});
