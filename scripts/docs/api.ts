import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { anchorOf, code, fence, formatted, generatedFrom, ROOT, table } from './markdown.js';
import { topicOf, TOPICS } from './api-topics.js';

const SOURCE = fileURLToPath(new URL('engine/src/', ROOT));

const ENTRIES = [
  { name: 'agentic-synth', file: 'index.ts' },
  { name: 'agentic-synth/core', file: 'core.ts' },
  { name: 'agentic-synth/integrations', file: 'integrations/index.ts' },
] as const;

/** One name of the public surface. */
interface Export {
  readonly name: string;
  readonly symbol: ts.Symbol;
  readonly declaration: ts.Declaration;
  /** Below `engine/src`. */
  readonly source: string;
  /** The entries that export it. */
  readonly entries: string[];
  /** What the name means in another entry, where that is something else. */
  elsewhere?: ts.Symbol;
}

class Surface {
  private readonly program: ts.Program;
  private readonly checker: ts.TypeChecker;
  readonly exports: readonly Export[];
  /** The exports and the members of classes and interfaces that have no words. */
  readonly undocumented: string[] = [];
  private readonly anchors = new Map<string, string>();

  constructor() {
    const config = fileURLToPath(new URL('engine/tsconfig.json', ROOT));
    const { options } = ts.parseJsonConfigFileContent(
      ts.readConfigFile(config, (file) => ts.sys.readFile(file)).config,
      ts.sys,
      fileURLToPath(new URL('engine/', ROOT)),
    );
    this.program = ts.createProgram(
      ENTRIES.map(({ file }) => SOURCE + file),
      options,
    );
    this.checker = this.program.getTypeChecker();
    this.exports = this.collect();
  }

  /** Exports by name. Where the same name means more in the main entry, that is described. */
  private collect(): Export[] {
    const found = new Map<string, Export>();
    for (const { name: entry, file } of ENTRIES) {
      const module = this.checker.getSymbolAtLocation(this.program.getSourceFile(SOURCE + file)!)!;
      for (const exported of this.checker.getExportsOfModule(module)) {
        const name = exported.name;
        const symbol = exported.flags & ts.SymbolFlags.Alias ? this.checker.getAliasedSymbol(exported) : exported;
        const known = found.get(name);
        if (known !== undefined) {
          known.entries.push(entry);
          if (known.symbol !== symbol) known.elsewhere = symbol;
          continue;
        }
        const declaration = symbol.declarations![0];
        const source = declaration.getSourceFile().fileName.slice(SOURCE.length);
        found.set(name, { name, symbol, declaration, source, entries: [entry] });
      }
    }
    return [...found.values()].sort((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1));
  }

  /** Names that differ only by case get anchors with numbers, in the order of the chapters. */
  anchorsFor(headings: readonly string[]): void {
    const times = new Map<string, number>();
    for (const heading of headings) {
      const slug = anchorOf(heading);
      const before = times.get(slug) ?? 0;
      times.set(slug, before + 1);
      if (!this.anchors.has(heading)) this.anchors.set(heading, before === 0 ? slug : `${slug}-${before}`);
    }
  }

  anchor(heading: string): string {
    return this.anchors.get(heading) ?? anchorOf(heading);
  }

  /** A chapter for one export. */
  describe(exported: Export): string[] {
    const { name, symbol, declaration, entries } = exported;
    const parts = [`### ${name}`];
    const kind = kindOf(declaration);
    const from = entries.map((entry) => code(entry)).join(', ');
    parts.push(`_${kind} of ${from}_`);
    if (this.wordsOf(symbol) === '') this.undocumented.push(name);
    if (ts.isClassDeclaration(declaration)) parts.push(...this.classParts(exported, declaration));
    else if (ts.isInterfaceDeclaration(declaration)) parts.push(...this.interfaceParts(name, symbol, declaration));
    else if (ts.isFunctionDeclaration(declaration)) parts.push(...this.callParts(name, symbol, 'function '));
    else if (ts.isTypeAliasDeclaration(declaration)) parts.push(...this.aliasParts(name, symbol, declaration));
    else parts.push(this.words(symbol), fence('ts signature', `const ${name}: ${this.typeOf(declaration)}`));
    return parts.filter((part) => part !== '');
  }

  private classParts({ name, symbol, declaration, elsewhere }: Export, node: ts.ClassDeclaration): string[] {
    const parts = [this.words(symbol)];
    const bases = (node.heritageClauses ?? []).flatMap(({ types }) =>
      types.map(({ expression }) => expression.getText()),
    );
    const shown = bases.filter((base) => base === 'Error' || this.exports.some((other) => other.name === base));
    if (shown.length > 0) parts.push(`Extends ${shown.map((base) => this.linked(base)).join(', ')}.`);
    const own = (member: ts.Symbol): boolean =>
      member.declarations!.some((at) => at.getSourceFile().fileName.startsWith(SOURCE));
    const type = this.checker.getDeclaredTypeOfSymbol(symbol);
    const members = [
      ...(symbol.members?.has(ts.InternalSymbolName.Constructor)
        ? [symbol.members.get(ts.InternalSymbolName.Constructor)!]
        : []),
      ...(symbol.exports ? [...symbol.exports.values()].filter(({ name: member }) => member !== 'prototype') : []),
      ...type.getProperties(),
    ].filter((member) => own(member) && isPublic(member));
    const properties = members.filter((member) => !isCallable(member));
    if (properties.length > 0) parts.push(this.propertyTable(name, properties, declaration));
    for (const member of members.filter(isCallable)) {
      const isNew = member.name === '__constructor';
      const title = isNew ? `new ${name}` : `${name}.${member.name}`;
      if (this.wordsOf(member) === '' && !isNew && !this.inherited(member)) this.undocumented.push(title);
      const core = elsewhere && this.checker.getDeclaredTypeOfSymbol(elsewhere);
      const onlyHere = core !== undefined && !isNew && core.getProperty(member.name) === undefined;
      parts.push(
        `#### ${title}`,
        onlyHere ? '_Not in `agentic-synth/core`: it needs files._' : '',
        ...this.callParts(isNew ? name : member.name, member, isNew ? 'new ' : ''),
      );
    }
    return parts;
  }

  private interfaceParts(name: string, symbol: ts.Symbol, node: ts.InterfaceDeclaration): string[] {
    const parts = [this.words(symbol)];
    const bases = node.heritageClauses?.flatMap(({ types }) => types.map((type) => type.getText())) ?? [];
    const inherited = bases.filter((base) => this.exports.some((other) => other.name === base.replace(/<.*/, '')));
    if (inherited.length > 0) parts.push(`What ${inherited.map((base) => this.linked(base)).join(', ')} has, and:`);
    const hidden = bases.length > inherited.length;
    const type = this.checker.getDeclaredTypeOfSymbol(symbol);
    const members = hidden ? type.getProperties() : [...(symbol.members?.values() ?? [])];
    parts.push(this.propertyTable(name, members.filter(isPublic), node));
    return parts;
  }

  private aliasParts(name: string, symbol: ts.Symbol, node: ts.TypeAliasDeclaration): string[] {
    if (ts.isTypeLiteralNode(node.type)) {
      const members = this.checker.getDeclaredTypeOfSymbol(symbol).getProperties();
      return [this.words(symbol), this.propertyTable(name, members, node)];
    }
    const generics = node.typeParameters ? `<${node.typeParameters.map((p) => p.getText()).join(', ')}>` : '';
    return [this.words(symbol), fence('ts signature', `type ${name}${generics} = ${node.type.getText()}`)];
  }

  private propertyTable(owner: string, members: readonly ts.Symbol[], at: ts.Node): string {
    const rows = members
      .filter(
        ({ name, flags }) => /^\w/.test(name) && !name.startsWith('__') && !(flags & ts.SymbolFlags.TypeParameter),
      )
      .map((member) => {
        const words = this.wordsOf(member);
        const optional = (member.flags & ts.SymbolFlags.Optional) !== 0;
        const throws = this.tags(member, 'throws').map((text) => `Throws ${text}.`.replace(/\.\.$/, '.'));
        return [
          code(member.name + (optional ? '?' : '')),
          code(this.propertyType(member, at, optional)),
          [words, ...throws].join(' ').trim(),
        ];
      });
    if (rows.length === 0) return '';
    return table([owner.includes(' ') ? 'name' : 'property', 'type', 'meaning'], rows);
  }

  /** As written, where it is; without the `undefined` that `?` says already. */
  private propertyType(member: ts.Symbol, at: ts.Node, optional: boolean): string {
    const declaration = member.declarations?.[0];
    let text: string | undefined;
    if (
      declaration &&
      (ts.isPropertySignature(declaration) || ts.isPropertyDeclaration(declaration) || ts.isParameter(declaration))
    )
      text = declaration.type?.getText();
    else if (declaration && (ts.isMethodSignature(declaration) || ts.isMethodDeclaration(declaration))) {
      const parameters = declaration.parameters.map((p) => p.getText()).join(', ');
      text = `(${parameters}) => ${declaration.type?.getText() ?? 'void'}`;
    }
    text ??= this.checker.typeToString(this.checker.getTypeOfSymbolAtLocation(member, at));
    const short = oneLine(text);
    return optional
      ? short
          .replace(/ \| undefined$/, '')
          .replace(/^\((.*)\)$/, (all, inner: string) => (balanced(inner) ? inner : all))
      : short;
  }

  /** Signatures, words, parameters, result, errors and examples of what can be called. */
  private callParts(name: string, symbol: ts.Symbol, prefix: string): string[] {
    const declarations = (symbol.declarations ?? []).filter(
      (node): node is ts.SignatureDeclaration & { body?: ts.Block } => ts.isFunctionLike(node),
    );
    const overloads = declarations.length > 1 ? declarations.filter(({ body }) => body === undefined) : declarations;
    const signatures = overloads.map((node) => {
      const generics = node.typeParameters ? `<${node.typeParameters.map((p) => p.getText()).join(', ')}>` : '';
      const parameters = node.parameters
        .filter((p) => !hasModifier(p, 'protected', 'private'))
        .map((p) => this.parameterText(p));
      const result = prefix === 'new ' ? '' : `: ${this.resultOf(node)}`;
      return prefix === 'new '
        ? `new ${name}(${parameters.join(', ')})`
        : `function ${name}${generics}(${parameters.join(', ')})${result}`;
    });
    const parts = [fence('ts signature', signatures.join('\n'))];
    parts.push(this.wordsOf(symbol) || this.inheritedWords(symbol));
    const params = symbol.getJsDocTags(this.checker).filter(({ name: tag }) => tag === 'param');
    if (params.length > 0) {
      parts.push(
        params
          .map(({ text }) => {
            const [, parameter, words] = /^(\S+)\s*-?\s*([^]*)$/.exec(ts.displayPartsToString(text))!;
            return `- ${code(parameter)}: ${this.resolveLinks(words)}`;
          })
          .join('\n'),
      );
    }
    const returns = this.tags(symbol, 'returns');
    if (returns.length > 0) parts.push(`Returns ${returns.join(' ')}.`.replace(/\.\.$/, '.'));
    const throws = this.tags(symbol, 'throws');
    if (throws.length > 0) parts.push(`**Throws** ${throws.join('; ')}.`.replace(/\.\.$/, '.'));
    parts.push(...this.examples(symbol));
    return parts.filter((part) => part !== '');
  }

  private parameterText(node: ts.ParameterDeclaration): string {
    const optional = node.questionToken !== undefined || node.initializer !== undefined;
    const name = ts.isIdentifier(node.name) ? node.name.text : 'options';
    return `${node.dotDotDotToken ? '...' : ''}${name}${optional ? '?' : ''}: ${oneLine(node.type?.getText() ?? this.typeOf(node))}`;
  }

  private resultOf(node: ts.SignatureDeclaration): string {
    if (node.type) return oneLine(node.type.getText());
    const signature = this.checker.getSignatureFromDeclaration(node)!;
    return this.checker.typeToString(signature.getReturnType());
  }

  private typeOf(node: ts.Node): string {
    return this.checker.typeToString(this.checker.getTypeAtLocation(node), undefined, ts.TypeFormatFlags.NoTruncation);
  }

  private words(symbol: ts.Symbol): string {
    const examples = symbol.flags & (ts.SymbolFlags.Function | ts.SymbolFlags.Method) ? [] : this.examples(symbol);
    return [this.wordsOf(symbol), ...examples].join('\n\n').trim();
  }

  private wordsOf(symbol: ts.Symbol): string {
    return this.resolveLinks(ts.displayPartsToString(symbol.getDocumentationComment(this.checker)));
  }

  private inherited(symbol: ts.Symbol): boolean {
    return this.inheritedWords(symbol) !== '';
  }

  /** Of a method that overrides another without words of its own. */
  private inheritedWords(symbol: ts.Symbol): string {
    const parent = symbol.declarations?.[0]?.parent;
    if (!parent || !ts.isClassLike(parent)) return '';
    for (const base of parent.heritageClauses?.flatMap(({ types }) => types) ?? []) {
      const member = this.checker.getTypeAtLocation(base).getProperty(symbol.name);
      if (member) return this.wordsOf(member);
    }
    return '';
  }

  private tags(symbol: ts.Symbol, tag: string): string[] {
    return symbol
      .getJsDocTags(this.checker)
      .filter(({ name }) => name === tag)
      .map(({ text }) => this.resolveLinks(ts.displayPartsToString(text)));
  }

  private examples(symbol: ts.Symbol): string[] {
    return this.tags(symbol, 'example').map((text) => fence('ts example', text));
  }

  /** `{@link Name}` as a link to its chapter, or as code. */
  private resolveLinks(text: string): string {
    return text
      .replaceAll(/\{@link\s+([\w.]+)(?:\s*\|\s*([^}]*))?\}/g, (_, name: string, words?: string) =>
        this.linked(name, words),
      )
      .trim();
  }

  private linked(name: string, words?: string): string {
    const shown = code(words?.trim() ?? name);
    const bare = name.replace(/<.*/, '');
    const target = this.exports.find((other) => other.name === bare) ? bare : undefined;
    const method = `AgenticSynth.${bare}`;
    if (target !== undefined) return `[${shown}](#${this.anchor(target)})`;
    const synth = this.exports.find((other) => other.name === 'AgenticSynth')!;
    const has = this.checker.getDeclaredTypeOfSymbol(synth.symbol).getProperty(bare) !== undefined;
    return has ? `[${shown}](#${anchorOf(method)})` : shown;
  }
}

function kindOf(node: ts.Declaration): string {
  if (ts.isClassDeclaration(node)) return 'Class';
  if (ts.isInterfaceDeclaration(node)) return 'Interface';
  if (ts.isFunctionDeclaration(node)) return 'Function';
  if (ts.isTypeAliasDeclaration(node)) return 'Type';
  return 'Constant';
}

function hasModifier(node: ts.Node, ...names: readonly ('private' | 'protected')[]): boolean {
  const flags = ts.getCombinedModifierFlags(node as ts.Declaration);
  return (
    (names.includes('private') && (flags & ts.ModifierFlags.Private) !== 0) ||
    (names.includes('protected') && (flags & ts.ModifierFlags.Protected) !== 0)
  );
}

function isPublic(symbol: ts.Symbol): boolean {
  return (
    !symbol.name.startsWith('#') &&
    !(symbol.declarations ?? []).some((node) => hasModifier(node, 'private', 'protected')) &&
    !symbol.getJsDocTags().some(({ name }) => name === 'internal')
  );
}

function isCallable(symbol: ts.Symbol): boolean {
  return (
    symbol.declarations?.some((node) => ts.isMethodDeclaration(node) || ts.isConstructorDeclaration(node)) ?? false
  );
}

function oneLine(text: string): string {
  return text
    .replaceAll(/\/\*\*?[^]*?\*\//g, '')
    .replaceAll(/\s+/g, ' ')
    .replace(/^\| /, '')
    .trim();
}

/** Whether brackets close what they open, so that the outer ones can be taken off. */
function balanced(text: string): boolean {
  let depth = 0;
  for (const character of text) {
    if (character === '(') depth++;
    if (character === ')' && --depth < 0) return false;
  }
  return depth === 0;
}

/** A public surface in words. */
interface ApiDocument {
  readonly text: string;
  /** The names that it has no words for. */
  readonly undocumented: readonly string[];
}

let made: Promise<ApiDocument> | undefined;

/** `docs/API.md`. The compiler takes seconds: it is made once. */
export function apiDocument(): Promise<ApiDocument> {
  return (made ??= describeSurface());
}

async function describeSurface(): Promise<ApiDocument> {
  const surface = new Surface();
  const chapters = TOPICS.map((topic) => ({
    topic,
    exports: surface.exports.filter(({ source }) => topicOf(source) === topic),
  })).filter(({ exports }) => exports.length > 0);
  surface.anchorsFor(chapters.flatMap(({ topic, exports }) => [topic.title, ...exports.map(({ name }) => name)]));
  const parts = [
    generatedFrom('the comments of engine/src'),
    '# API',
    'Three entries: `agentic-synth` for Node, `agentic-synth/core` without files and threads for browsers, and `agentic-synth/integrations`. All are ES modules and CommonJS, with types. Import functions and classes by name:',
    fence(
      'ts',
      "import { AgenticSynth, SchemaError } from 'agentic-synth';\n\nconst synth = new AgenticSynth();\nconst users = await synth.generate('structured', { schema: { id: 'uuid', email: 'email' }, count: 3 });\nconsole.log(users.length, SchemaError.name);",
    ),
    'Options that do not exist and values out of range are an `OptionError`, never ignored.',
    chapters
      .map(({ topic, exports }) => {
        const names = exports.map(({ name }) => `[${name}](#${surface.anchor(name)})`).join(', ');
        return `- **[${topic.title}](#${surface.anchor(topic.title)})**: ${names}`;
      })
      .join('\n'),
  ];
  for (const { topic, exports } of chapters) {
    parts.push(`## ${topic.title}`, topic.text);
    for (const exported of exports) parts.push(...surface.describe(exported));
  }
  return { text: await formatted(parts), undocumented: surface.undocumented };
}
