import { Document, isMap, isScalar, isSeq, type Node, visit, type YAMLMap, type YAMLSeq } from 'yaml';

/** Mappings and lists that end before this column go on one line. */
const WIDTH = 116;

/** What these hold is a list of definitions: one a line. */
const OPENED = new Set(['fields', 'tables', 'types', 'cases', 'properties', '$defs']);

/**
 * A schema as YAML text that reads back to the same value: keys in their order, and on one line what is small, such as
 * `{ type: integer, min: 0, max: 9 }`.
 * @param comment lines of text that go before it as comments.
 */
export function documentToYaml(document: unknown, comment?: string): string {
  const yaml = new Document(document, { version: '1.2', schema: 'core', aliasDuplicateObjects: false });
  visit(yaml, {
    // Quotes around a key such as 404 say nothing: keys are texts.
    Pair(_, { key }) {
      if (!isScalar(key) || typeof key.value !== 'string') return;
      if (/^(?:0|-?[1-9]\d{0,14}|true|false|null)$/.test(key.value)) {
        key.value = JSON.parse(key.value) as number | boolean | null;
        key.source = String(key.value);
      }
    },
  });
  if (yaml.contents !== null) layOut(yaml.contents, 0, 0, true);
  const text = yaml.toString({ lineWidth: 0, singleQuote: true });
  return (comment === undefined ? '' : `${comment.replace(/^/gm, '# ').replace(/ +$/gm, '')}\n`) + text;
}

/** Puts on one line what fits between `column` and the edge, from the outside inwards. */
function layOut(node: Node, indent: number, column: number, opened: boolean): void {
  if (!isMap(node) && !isSeq(node)) return;
  if (!opened && column + widthOf(node) <= WIDTH) {
    node.flow = true;
    visit(node, { Collection: (_, inner) => pad(inner) });
  } else if (isSeq(node)) {
    for (const item of node.items) layOut(item as Node, indent + 2, indent + 2, false);
  } else {
    for (const { key, value } of node.items) {
      const name = String(key);
      const opens = OPENED.has(name) && isMap(value);
      if (value !== null) layOut(value as Node, indent + 2, indent + name.length + 2, opens);
    }
  }
}

/** Spaces inside of braces, none inside of brackets. */
function pad(node: YAMLMap | YAMLSeq): void {
  const plain = node.toString.bind(node);
  const flowCollectionPadding = isMap(node) ? ' ' : '';
  node.toString = (context, ...rest) => plain(context && { ...context, flowCollectionPadding }, ...rest);
}

/** How wide a node is on one line; endless where it takes several. */
function widthOf(node: unknown): number {
  if (isMap(node)) {
    return node.items.reduce((sum, { key, value }) => {
      const opens = OPENED.has(String(key)) && isMap(value);
      return opens ? Infinity : sum + widthOf(key) + widthOf(value) + 4;
    }, 2);
  }
  if (isSeq(node)) return node.items.reduce<number>((sum, item) => sum + widthOf(item) + 2, 0);
  const text = String(node);
  if (!isScalar(node) || typeof node.value !== 'string') return text.length;
  return text.includes('\n') ? Infinity : text.length + (/^[\w.-][\w. -]*$/.test(text) ? 0 : 2);
}
