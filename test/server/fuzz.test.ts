import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'agentic-synth';
import { diagnose } from '../../server/src/diagnostics.js';
import { createDocument } from '../../server/src/document/create.js';
import { cursorAt } from '../../server/src/document/cursor-at.js';
import type { SynthDocument } from '../../server/src/document/document.js';
import { Workspace } from '../../server/src/workspace.js';
import { ROOT } from '../support/run.js';
import { offeredAndTold } from './completion/at-place.js';
import { everyFeature } from './navigation/every-feature.js';

const EDITS = 20_000;
/** Texts are checked, and looked at all over, after so many edits; read after each. */
const CHECKED = 12;
/** Words are offered, and told of, after so many edits. */
const OFFERED = 3;

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
    private readonly read: (document: SynthDocument, offset: number) => void | Promise<void>,
  ) {
    this.workspace.open(uri, 1, '');
  }

  get document(): SynthDocument {
    return this.workspace.get(this.uri)!;
  }

  async replace(start: number, end: number, inserted: string): Promise<void> {
    const { document } = this;
    const range = { start: document.positionAt(start), end: document.positionAt(end) };
    this.#undo.push(this.text);
    this.workspace.change(this.uri, ++this.#version, [{ range, text: inserted }]);
    this.text = this.document.text;
    this.edits += 1;
    await this.read(this.document, Math.min(this.text.length, start + inserted.length));
  }

  slip(): Promise<void> {
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

  /** Takes a stretch out and types it again: all around it is whole meanwhile, which JSON is not while it is typed. */
  async retype(start: number, length: number): Promise<void> {
    const letters = this.text.slice(start, start + length);
    await this.replace(start, start + letters.length, '');
    for (let i = 0; i < letters.length; i++) await this.replace(start + i, start + i, letters[i]!);
  }

  async undo(to: number): Promise<void> {
    while (this.#undo.length > to) {
      const before = this.#undo.pop()!;
      await this.replace(0, this.text.length, before);
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
  /** As they are, and as JSON. */
  const texts = examples.flatMap((name): [name: string, text: string][] => {
    const text = readFileSync(join(ROOT, 'examples', name), 'utf8');
    const json = `${JSON.stringify(parseDocument(text).value, null, 2)}\n`;
    return [
      [name, text],
      [name.replace(/\.\w+$/, '.json'), json],
    ];
  });
  const share = Math.ceil(EDITS / texts.length);

  for (const [k, [name, whole]] of texts.entries()) {
    it(`reads ${name} typed key by key, with slips, and says what one says that has just been opened`, async () => {
      const uri = `file://${join(ROOT, 'examples', name)}`;
      const pick = numbers(k + 1);
      const fresh = new Workspace();
      const typist: Typist = new Typist(uri, pick, async (document, offset): Promise<void> => {
        const { at, pointer } = cursorAt(document, offset);
        assert.ok(['key', 'value', 'nothing'].includes(at));
        document.parsed.range(pointer);
        void document.lastGood;
        if (typist.edits % OFFERED === 0) await offeredAndTold(document, offset, typist.workspace);
        if (typist.edits % CHECKED !== 0) return;
        const { text, version } = document;
        const unread = createDocument({ uri, version, text });
        assert.deepEqual(await diagnose(document, typist.workspace), await diagnose(unread, fresh), text);
        const seen = await everyFeature(document, offset, typist.workspace);
        const broken = document.parsed.diagnostics.some(({ severity }) => severity === 'error');
        // While it is broken, the last good version shows through.
        if (broken) return;
        assert.deepEqual(seen, await everyFeature(unread, offset, fresh), text);
        const words = await offeredAndTold(document, offset, typist.workspace);
        assert.deepEqual(words, await offeredAndTold(unread, offset, fresh), text);
      });
      // Several letters at once where the text is longer than its share.
      const step = Math.max(1, Math.ceil((2 * whole.length) / share));
      for (let at = 0; at < whole.length; at += step) {
        await typist.replace(typist.text.length, typist.text.length, whole.slice(at, at + step));
        if (pick(12) === 0) {
          const before = typist.depth;
          for (let slips = 1 + pick(3); slips > 0; slips--) await typist.slip();
          await typist.undo(before);
        }
      }
      while (typist.edits < share) {
        const before = typist.depth;
        if (pick(2) === 0) {
          await typist.slip();
          await typist.undo(before);
        } else await typist.retype(pick(whole.length), 1 + pick(25));
      }
      assert.equal(typist.text, whole);
      const { document } = typist;
      const opened = fresh.open(uri, document.version, whole);
      assert.deepEqual(await diagnose(document, typist.workspace), await diagnose(opened, fresh));
      const end = whole.length;
      assert.deepEqual(await everyFeature(document, end, typist.workspace), await everyFeature(opened, end, fresh));
    });
  }
});
