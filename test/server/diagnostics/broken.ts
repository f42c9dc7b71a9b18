/** Texts that are broken or say something in a way that is refused: a code, and what it underlines. */
export const BROKEN: readonly (readonly [language: 'json' | 'yaml', text: string, code: string, underlined: string])[] =
  [
    ['json', '{ "a": 1 "b": 2 }', 'syntax/json', '"b"'],
    ['json', '{ "a": tru }', 'syntax/json', 'tru'],
    ['json', '{ "a": 1, "a": 2 }', 'syntax/duplicate-key', '"a"'],
    ['json', '{ "a": 1e999 }', 'syntax/number-range', '1e999'],
    ['json', '['.repeat(300), 'syntax/too-deep', '['],
    ['yaml', 'a: {\n  b: 1\n', 'syntax/yaml', ''],
    ['yaml', 'a: 1\n\ta: 2\n', 'syntax/yaml', '\t'],
    ['yaml', 'a: 1\r\na: 2\r\n', 'syntax/duplicate-key', 'a'],
    ['yaml', '𝒳: 1\n𝒳: 2\n', 'syntax/duplicate-key', '𝒳'],
    ['yaml', 'a: *x\n', 'syntax/alias', '*x'],
    ['yaml', 'a: { <<: 5 }\n', 'syntax/merge', '5'],
    ['yaml', '? [a]\n: 1\n', 'syntax/complex-key', '[a]'],
    ['yaml', 'a: 1\n---\nb: 2\n', 'syntax/several-documents', ''],
    ['yaml', 'a: 99999999999999999999\n', 'syntax/number-range', '99999999999999999999'],
    ['yaml', '{a: '.repeat(1200), 'syntax/too-deep', '{'],
    [
      'yaml',
      'a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\n' +
        'd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: &f [*e,*e,*e]\n',
      'syntax/alias-bomb',
      '*e',
    ],
  ];
