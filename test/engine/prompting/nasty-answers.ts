import type { FinishReason } from '../../../engine/src/models/provider.js';
import type { RowShape } from '../../../engine/src/prompting/row-shape.js';

const texts = (count: number): RowShape => ({ count, numbered: false, value: 'scalar', names: ['title'] });
const numbered = (count: number): RowShape => ({ ...texts(count), numbered: true });
const rows = (count: number): RowShape => ({ count, numbered: false, value: 'object', names: ['name', 'age'] });
const lists = (count: number): RowShape => ({ count, numbered: false, value: 'array', names: ['tags'] });

/** An answer, and the values in it: of numbered questions by their number. */
export interface NastyAnswer {
  readonly name: string;
  readonly shape: RowShape;
  readonly text: string;
  readonly expected: unknown;
  readonly finish?: FinishReason;
}

const A = { name: 'Ann', age: 30 };
const B = { name: 'Bob', age: 41 };
const AB = '{"name":"Ann","age":30},{"name":"Bob","age":41}';

const of = (
  shape: RowShape,
  cases: readonly (readonly [name: string, text: string, expected: unknown, finish?: FinishReason])[],
): NastyAnswer[] =>
  cases.map(([name, text, expected, finish]) => ({ name, shape, text, expected, ...(finish && { finish }) }));

export const NASTY_ANSWERS: readonly NastyAnswer[] = [
  ...of(texts(3), [
    ['the form asked for', '{"rows":["a","b","c"]}', ['a', 'b', 'c']],
    ['a bare list', '["a","b","c"]', ['a', 'b', 'c']],
    ['a byte order mark', '\uFEFF{"rows":["a","b","c"]}', ['a', 'b', 'c']],
    ['leading white space', '\n\n \t {"rows":["a","b","c"]}', ['a', 'b', 'c']],
    ['a fence', '```json\n{"rows":["a","b","c"]}\n```', ['a', 'b', 'c']],
    ['a fence without a language', '```\n["a","b","c"]\n```', ['a', 'b', 'c']],
    ['a fence on one line', '```json ["a","b","c"] ```', ['a', 'b', 'c']],
    ['a fence of another name', '```JSON5\n["a","b","c"]```', ['a', 'b', 'c']],
    ['prose around', 'Sure! Here are your values:\n\n["a","b","c"]\n\nLet me know if you need more.', ['a', 'b', 'c']],
    ['prose on the same line', 'Here you go: {"rows":["a","b","c"]} Enjoy!', ['a', 'b', 'c']],
    ['prose with brackets', 'I wrote [3] values {as asked}: ["a","b","c"]', ['a', 'b', 'c']],
    ['prose with a bracket at a line start', '[Note] as asked\n["a","b","c"]', ['a', 'b', 'c']],
    ['prose with a brace at a line start', '{sic}\n["a","b","c"]', ['a', 'b', 'c']],
    ['thoughts', '<think>maybe ["x","y"] or {"rows":["z"]}?</think>\n["a","b","c"]', ['a', 'b', 'c']],
    ['thoughts of another name', '<reasoning>["x"]</reasoning>["a","b","c"]', ['a', 'b', 'c']],
    ['thoughts in capitals', '<THINK>\n["x"]\n</Think>\n["a","b","c"]', ['a', 'b', 'c']],
    ['thoughts that do not end', '<think>["x","y","z"]', []],
    ['the end of thoughts alone', 'so be it</think>["a","b","c"]', ['a', 'b', 'c']],
    ['a data: prefix', 'data: ["a","b","c"]\n\ndata: [DONE]\n', ['a', 'b', 'c']],
    ['data: prefixes of lines', 'data: {"rows":["a"]}\ndata: {"rows":["b"]}\ndata: {"rows":["c"]}', ['a', 'b', 'c']],
    ['a list of another name', '{"titles":["a","b","c"]}', ['a', 'b', 'c']],
    ['a list after other properties', '{"count":3,"note":"ok","data":["a","b","c"]}', ['a', 'b', 'c']],
    ['lists of two names', '{"first":["a"],"rest":["b","c"]}', ['a', 'b', 'c']],
    ['a wrapper in a list', '[{"rows":["a","b","c"]}]', ['a', 'b', 'c']],
    ['numbers as names', '{"1":"a","2":"b","3":"c"}', ['a', 'b', 'c']],
    ['numbers as names in rows', '{"rows":{"1":"a","2":"b","3":"c"}}', ['a', 'b', 'c']],
    [
      'items with an index',
      '[{"index":0,"value":"a"},{"index":1,"value":"b"},{"index":2,"value":"c"}]',
      ['a', 'b', 'c'],
    ],
    ['JSON lines of texts', '"a"\n"b"\n"c"', ['a', 'b', 'c']],
    ['JSON lines of lists', '["a"]\n["b"]\n["c"]', ['a', 'b', 'c']],
    ['listed texts', '- "a"\n- "b"\n- "c"', ['a', 'b', 'c']],
    ['two lists', '["a","b"]\n["c"]', ['a', 'b', 'c']],
    ['too many', '["a","b","c","d"]', ['a', 'b', 'c', 'd']],
    ['too few', '["a"]', ['a']],
    ['an empty list', '[]', []],
    ['an empty object', '{}', [{}]],
    ['nothing', '', []],
    ['only prose', 'I am sorry, I cannot do that.', []],
    ['a trailing comma', '["a","b","c",]', ['a', 'b', 'c']],
    ['single quotes', "['a','b','c']", ['a', 'b', 'c']],
    ['single quotes and names without', "{rows: ['a','b','c']}", ['a', 'b', 'c']],
    ['comments', '{"rows":["a", // first\n"b", /* next */ "c"]}', ['a', 'b', 'c']],
    ['a missing comma', '["a" "b","c"]', ['a', 'b', 'c']],
    ['a line break in a text', '["a\nb","b","c"]', ['a\nb', 'b', 'c']],
    ['quotation marks in a text', '["He said "hi" twice","b","c"]', ['He said "hi" twice', 'b', 'c']],
    ['curly quotation marks', '[“a”,“b”,“c”]', ['a', 'b', 'c']],
    ['no closing brackets', '{"rows":["a","b","c"]', ['a', 'b', 'c']],
    ['a cut in a text', '{"rows":["a","b","unfinish', ['a', 'b'], 'length'],
    ['a cut in a text that ended by itself', '{"rows":["a","b","unfinish', ['a', 'b']],
    ['a cut after a comma', '{"rows":["a","b",', ['a', 'b'], 'length'],
    ['a cut before a comma: the mark may be inside', '{"rows":["a","b"', ['a'], 'length'],
    ['a cut in an escape', '["a","b\\u00e', ['a'], 'length'],
    ['a cut in damaged JSON', '["a", \'b\', "c"', ['a'], 'length'],
    ['escapes', '["\\u00e4\\n\\"x\\"","\\ud83d\\ude00","c"]', ['ä\n"x"', '😀', 'c']],
    ['brackets in texts', '["[a]","{b}","c]"]', ['[a]', '{b}', 'c]']],
    ['characters beyond the first plane', '["😀😀","𝒳","c"]', ['😀😀', '𝒳', 'c']],
    ['numbers and null', '[1,null,"c"]', [1, null, 'c']],
  ]),
  ...of(numbered(3), [
    ['the form asked for', '{"1":"a","2":"b","3":"c"}', { 1: 'a', 2: 'b', 3: 'c' }],
    ['one left out', '{"1":"a","3":"c"}', { 1: 'a', 3: 'c' }],
    ['another order', '{"3":"c","1":"a","2":"b"}', { 1: 'a', 2: 'b', 3: 'c' }],
    ['counted from 0', '{"0":"a","1":"b","2":"c"}', { 1: 'a', 2: 'b', 3: 'c' }],
    ['numbers that were not asked for', '{"1":"a","7":"x","99999":"y"}', { 1: 'a' }],
    ['a number twice: the first counts', '{"1":"a","1":"b"}', { 1: 'a' }],
    ['names like "row 2"', '{"row 1":"a","Row_2":"b","#3":"c"}', { 1: 'a', 2: 'b', 3: 'c' }],
    ['in rows', '{"rows":{"1":"a","2":"b","3":"c"}}', { 1: 'a', 2: 'b', 3: 'c' }],
    ['as many without numbers', '["a","b","c"]', { 1: 'a', 2: 'b', 3: 'c' }],
    ['too few without numbers: nobody knows which', '["a","c"]', {}],
    ['too many without numbers', '["a","b","c","d"]', {}],
    ['a cut without numbers', '["a","b","c', { 1: 'a', 2: 'b' }, 'length'],
    ['a cut with numbers', '{"1":"a","2":"b","3":"c', { 1: 'a', 2: 'b' }, 'length'],
    ['index and value', '[{"index":1,"value":"a"},{"index":3,"value":"c"}]', { 1: 'a', 3: 'c' }],
    ['i and v', '{"rows":[{"i":2,"v":"b"},{"i":1,"v":"a"}]}', { 1: 'a', 2: 'b' }],
    ['index as text', '[{"row":"1","text":"a"},{"row":"Row 2","text":"b"}]', { 1: 'a', 2: 'b' }],
    ['index and more', '[{"id":1,"prompt":"p","title":"a"},{"id":2,"prompt":"q","title":"b"}]', { 1: 'a', 2: 'b' }],
    ['pairs', '{"rows":[[1,"a"],[3,"c"]]}', { 1: 'a', 3: 'c' }],
    ['pairs as lines', '[1,"a"]\n[2,"b"]\n[3,"c"]', { 1: 'a', 2: 'b', 3: 'c' }],
    ['objects of one', '[{"1":"a"},{"3":"c"}]', { 1: 'a', 3: 'c' }],
    ['objects of one as lines', '{"1":"a"}\n{"3":"c"}', { 1: 'a', 3: 'c' }],
    ['a fence and prose', 'Sure:\n```json\n{"1":"a","2":"b","3":"c"}\n```\n[1] done', { 1: 'a', 2: 'b', 3: 'c' }],
    ['texts as lines', '"a"\n"b"\n"c"', { 1: 'a', 2: 'b', 3: 'c' }],
    ['damaged', '{"1":"a",\'2\':\'b\',"3":"c",}', { 1: 'a', 2: 'b', 3: 'c' }],
    ['damaged and cut off', '{"1":"a",\'2\':\'b\',"3":"c"', { 1: 'a' }, 'length'],
  ]),
  ...of(rows(2), [
    ['the form asked for', `{"rows":[${AB}]}`, [A, B]],
    ['a bare list', `[${AB}]`, [A, B]],
    ['JSON lines', '{"name":"Ann","age":30}\n{"name":"Bob","age":41}', [A, B]],
    ['JSON lines with commas', '{"name":"Ann","age":30},\n{"name":"Bob","age":41},', [A, B]],
    ['a single object', '{"name":"Ann","age":30}', [A]],
    ['a wrapped object', '{"user":{"name":"Ann","age":30}}', [A]],
    ['by number', '{"1":{"name":"Ann","age":30},"2":{"name":"Bob","age":41}}', [A, B]],
    ['a list in a list', `[[${AB}]]`, [A, B]],
    ['columns', '{"name":["Ann","Bob"],"age":[30,41]}', [A, B]],
    [
      'cells',
      '{"rows":[["Ann",30],["Bob",41]]}',
      [
        ['Ann', 30],
        ['Bob', 41],
      ],
    ],
    ['Python', "{'rows': [{'name': 'Ann', 'age': 30}, {'name': 'Bob', 'age': 41}]}", [A, B]],
    ['one damaged row: the others count at once', '{"rows":[{"name":"Ann","age":30},{"name":"Bob" "age":41}]}', [A, B]],
    ['a cut in a row', '{"rows":[{"name":"Ann","age":30},{"name":"Bo', [A], 'length'],
    ['a cut after a row', '{"rows":[{"name":"Ann","age":30},{"name":"Bob","age":41}', [A, B], 'length'],
    [
      'an echo of the schema',
      '{"type":"object","properties":{"name":{"type":"string"}}}\n{"name":"Ann","age":30}',
      'echo',
    ],
    ['a property __proto__', '[{"name":"Ann","age":30,"__proto__":{"x":1}}]', 'proto'],
  ]),
  ...of(lists(2), [
    ['lists', '{"rows":[["a","b"],["c"]]}', [['a', 'b'], ['c']]],
    ['bare lists', '[["a","b"],["c"]]', [['a', 'b'], ['c']]],
    ['a cut in a list', '{"rows":[["a","b"],["c"', [['a', 'b']], 'length'],
  ]),
];
