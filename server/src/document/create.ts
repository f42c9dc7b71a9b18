import { parseDocument, type ParsedDocument } from 'agentic-synth';
import type { Position } from 'vscode-languageserver-types';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { URI } from 'vscode-uri';
import type { DocumentKind, SynthDocument } from './document.js';

export interface DocumentSource {
  readonly uri: string;
  /** Its path; that of the URI otherwise. */
  readonly file?: string;
  readonly version: number;
  readonly text: string;
  /** By the name of the file otherwise. */
  readonly kind?: DocumentKind | undefined;
  /** As the client names it: says the language where the name of the file does not. */
  readonly languageId?: string;
}

/** @param previous the version before it, for {@link SynthDocument.lastGood}. */
export function createDocument(source: DocumentSource, previous?: SynthDocument): SynthDocument {
  return new Version(source, previous);
}

/** What a file is by its name; a data schema where the name does not say it. */
export function kindOf(file: string): DocumentKind {
  const name = file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
  if (/^\.?agentic-synth\.(?:json|ya?ml)$/i.test(name)) return 'config';
  if (/\.schema\.(?:json|ya?ml)$/i.test(name)) return 'json-schema';
  return /^batch-config\.(?:json|ya?ml)$|\.synth-batch\.(?:json|ya?ml)$/i.test(name) ? 'batch' : 'schema';
}

/** By the ending of a path, or the id that a client gives a language. */
function languageOf(name: string): 'json' | 'yaml' | undefined {
  if (/(?:^|[.-])json[c5]?$/i.test(name)) return 'json';
  return /(?:^|[.-])ya?ml$/i.test(name) ? 'yaml' : undefined;
}

function fileOf(uri: string): string {
  const parsed = URI.parse(uri);
  return parsed.scheme === 'file' ? parsed.fsPath : parsed.path;
}

class Version implements SynthDocument {
  readonly uri: string;
  readonly file: string;
  readonly version: number;
  readonly text: string;
  readonly kind: DocumentKind;
  private readonly given: 'json' | 'yaml' | undefined;
  private readonly lines: TextDocument;
  private read: ParsedDocument | undefined;
  /** An older version that may be the last good one. */
  private older: SynthDocument | undefined;

  constructor(source: DocumentSource, previous: SynthDocument | undefined) {
    const { uri, file = fileOf(uri), version, text, kind = kindOf(file), languageId = '' } = source;
    this.uri = uri;
    this.file = file;
    this.version = version;
    this.text = text;
    this.kind = kind;
    this.given = languageOf(file) ?? languageOf(languageId);
    this.lines = TextDocument.create(uri, '', version, text);
    this.older = previous instanceof Version ? previous.successorsOlder() : previous;
  }

  get parsed(): ParsedDocument {
    this.read ??= parseDocument(this.text, this.given && { language: this.given });
    return this.read;
  }

  get language(): 'json' | 'yaml' {
    return this.given ?? this.parsed.language;
  }

  get lastGood(): SynthDocument | undefined {
    if (this.parsed.diagnostics.every(({ severity }) => severity !== 'error')) {
      this.older = undefined;
      return this;
    }
    this.older = this.older?.lastGood;
    return this.older;
  }

  get known(): SynthDocument {
    const { older } = this;
    return this.read === undefined && older instanceof Version && older.read !== undefined ? older : this;
  }

  offsetAt(position: Position): number {
    return this.lines.offsetAt(position);
  }

  positionAt(offset: number): Position {
    return this.lines.positionAt(offset);
  }

  /**
   * What the next version keeps of this one and those before it: one version at most. One that nobody has read is passed
   * over for an older one, so that typing quickly does not read every version.
   */
  private successorsOlder(): SynthDocument | undefined {
    return this.read === undefined ? (this.older ?? this) : this.lastGood;
  }
}
