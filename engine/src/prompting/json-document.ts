import { TokenParser, Tokenizer, type JsonTypes } from '@streamparser/json';
import type { DocumentReader } from './answer-values.js';

interface Complete {
  readonly depth: number;
  readonly key: string | number;
  /** Where it is deeper: what it is in, by its place in the root. */
  readonly within: string | number;
  readonly inList: boolean;
  readonly value: unknown;
}

/**
 * One JSON document of an answer, read while it comes. A text or number is only told when what follows it is JSON too: a
 * quotation mark that was not escaped looks like the end of a text.
 */
export class JsonDocument {
  /** It is complete. */
  ended = false;
  /** It is no JSON. */
  broken = false;
  readonly #tokenizer = new Tokenizer();
  #waiting: Complete[] = [];

  constructor(readonly reader: DocumentReader) {
    const parser = new TokenParser();
    parser.onValue = ({ value, key, parent, stack }) => {
      const depth = stack.length;
      if (depth > 2) return;
      const within = depth === 2 ? stack[1]!.key : key;
      this.#waiting.push({ depth, key: key!, within: within!, inList: Array.isArray(parent), value });
    };
    this.#tokenizer.onToken = (token) => {
      const before = this.#waiting;
      this.#waiting = [];
      try {
        parser.write(token);
      } catch (error) {
        this.#waiting = before;
        throw error;
      }
      before.forEach((each) => this.#tell(each));
      if (parser.isEnded && !this.ended) {
        this.ended = true;
        this.#waiting.forEach((each) => this.#tell(each));
        this.#waiting = [];
      }
    };
  }

  write(text: string): void {
    if (this.ended || this.broken) return;
    try {
      this.#tokenizer.write(text);
    } catch {
      this.broken = true;
      this.close();
    }
  }

  /** No more will come: lists and objects that were complete count, texts and numbers do not. */
  close(): void {
    const complete = this.#waiting.filter(({ value }) => typeof value === 'object' && value !== null);
    this.#waiting = [];
    complete.forEach((each) => this.#tell(each));
  }

  #tell({ depth, key, within, inList, value }: Complete): void {
    const { reader } = this;
    if (depth === 0) reader.whole(value);
    else if (depth === 1) reader.inRoot(key, value);
    else if (reader.holdsRows(within, inList)) reader.inList(key, value as JsonTypes.JsonPrimitive);
  }
}
