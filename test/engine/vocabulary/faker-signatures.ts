import { createRequire } from 'node:module';
import ts from 'typescript';

/** One method of the installed faker as its type declarations have it, in the notation of `vocabulary/signatures.ts`. */
export interface FakerMethod {
  readonly name: string;
  /** `name(parameters): result — description — example`. */
  readonly line: string;
}

/** Reads the installed faker's type declarations: every public method of every module but `helpers`. */
export function readFakerMethods(): FakerMethod[] {
  const engine = new URL('../../../engine/package.json', import.meta.url).pathname;
  const file = createRequire(engine)
    .resolve('@faker-js/faker')
    .replace(/index\.js$/, 'index.d.ts');
  const program = ts.createProgram([file], {
    strict: true,
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: [],
  });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file)!;
  const faker = checker.getExportsOfModule(checker.getSymbolAtLocation(source)!).find((s) => s.name === 'Faker')!;
  const type = checker.getDeclaredTypeOfSymbol(
    faker.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(faker) : faker,
  );
  const methods: FakerMethod[] = [];
  for (const module of checker.getPropertiesOfType(type)) {
    if (!(module.valueDeclaration && ts.isPropertyDeclaration(module.valueDeclaration))) continue;
    const moduleType = checker.getTypeOfSymbol(module);
    if (!moduleType.symbol?.name.endsWith('Module') || module.name === 'helpers') continue;
    for (const method of checker.getPropertiesOfType(moduleType)) {
      const signatures = checker.getSignaturesOfType(checker.getTypeOfSymbol(method), ts.SignatureKind.Call);
      if (signatures.length === 0) continue;
      methods.push({
        name: `${module.name}.${method.name}`,
        line: describe(checker, `${module.name}.${method.name}`, method, signatures),
      });
    }
  }
  return methods;
}

function describe(
  checker: ts.TypeChecker,
  name: string,
  method: ts.Symbol,
  signatures: readonly ts.Signature[],
): string {
  // Overloads differ in their result only; the last is the widest.
  const signature = signatures[signatures.length - 1];
  const parameters = signature.parameters.map((p) => {
    const declared = checker.getNonNullableType(checker.getTypeOfSymbol(p));
    const bag = p.name.startsWith('options') ? options(checker, declared) : undefined;
    if (bag) return `{ ${bag.join(', ')} }`;
    const mark =
      p.valueDeclaration && checker.isOptionalParameter(p.valueDeclaration as ts.ParameterDeclaration) ? '?' : '';
    return `${p.name}${mark}: ${notation(checker, declared)}`;
  });
  const summary = ts
    .displayPartsToString(method.getDocumentationComment(checker))
    .replaceAll(/\[([^\]]+)\]\([^)]*\)/g, '$1')
    .split(/\n\n|(?<=[.!])\s(?!ing)/)[0]
    .replaceAll(/\s+/g, ' ')
    .replace(/^(?:Returns?|Generates|Creates) (\w)/, (_, letter: string) => letter.toUpperCase())
    .replace(/\.?$/, '.')
    .replaceAll('`', "'");
  const example = method
    .getJsDocTags(checker)
    .filter((t) => t.name === 'example')
    .map((t) => /^faker\.\S+\([^)]*\) *\/\/ *(.+)$/m.exec(ts.displayPartsToString(t.text))?.[1] ?? '')
    .find((t) => t !== '' && t.length < 100);
  const result = notation(checker, signature.getReturnType());
  return `${name}(${parameters.join(', ')}): ${result} — ${summary}${example ? ` — ${example.trim()}` : ''}`;
}

/** The properties of an options object, or of the one object in a union with short forms. */
function options(checker: ts.TypeChecker, type: ts.Type): string[] | undefined {
  const objects = (type.isUnion() ? type.types : [type]).filter(
    (t) =>
      t.flags & ts.TypeFlags.Object &&
      !checker.isArrayType(t) &&
      checker.getSignaturesOfType(t, ts.SignatureKind.Call).length === 0,
  );
  if (objects.length === 0) return undefined;
  const found = new Map<string, string>();
  for (const object of objects) {
    for (const property of checker.getPropertiesOfType(object)) {
      const value = notation(checker, checker.getNonNullableType(checker.getTypeOfSymbol(property)));
      // Code has no place in a document.
      if (value === 'function' || value === 'regexp') continue;
      const everywhere = objects.every((o) => {
        const other = checker.getPropertyOfType(o, property.name);
        return other && !(other.flags & ts.SymbolFlags.Optional);
      });
      found.set(`${property.name}${everywhere ? '' : '?'}`, value);
    }
  }
  return found.size === 0 ? undefined : [...found].map(([key, value]) => `${key}: ${value}`);
}

function notation(checker: ts.TypeChecker, type: ts.Type): string {
  const parts = (type.isUnion() ? type.types : [type]).flatMap((t): string[] => {
    if (t.flags & ts.TypeFlags.Undefined) return [];
    if (t.isStringLiteral()) return [`'${t.value}'`];
    if (t.isNumberLiteral()) return [String(t.value)];
    if (t.flags & ts.TypeFlags.BooleanLike) return ['boolean'];
    if (t.flags & ts.TypeFlags.NumberLike) return ['number'];
    if (t.flags & ts.TypeFlags.BigIntLike) return ['bigint'];
    if (t.flags & ts.TypeFlags.StringLike) return ['string'];
    if (checker.isArrayType(t) || checker.isTupleType(t)) {
      const items = notation(checker, checker.getTypeArguments(t as ts.TypeReference)[0]);
      return [items.includes('|') ? `(${items})[]` : `${items}[]`];
    }
    if (t.symbol?.name === 'Date') return ['date'];
    if (t.symbol?.name === 'RegExp') return ['regexp'];
    if (checker.getSignaturesOfType(t, ts.SignatureKind.Call).length > 0) return ['function'];
    const keys = checker.getPropertiesOfType(t).map((p) => p.name);
    if (keys.join() === 'min,max') return ['range'];
    return ['object'];
  });
  const distinct = [...new Set(parts)];
  const literals = distinct.filter((p) => p.startsWith("'"));
  if (literals.length < 10) return distinct.join('|');
  return [...new Set([...distinct.filter((p) => !p.startsWith("'") && p !== 'object'), 'string'])].join('|');
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  for (const { line } of readFakerMethods()) process.stdout.write(line + '\n');
}
