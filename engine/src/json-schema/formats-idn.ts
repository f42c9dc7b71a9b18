const DOTS = /[.\u3002\uff0e\uff61]/u;
const LETTERS =
  /^(?:[\p{Ll}\p{Lo}\p{Lm}\p{Mn}\p{Mc}\p{Nd}A-Z\u{b7}\u{375}\u{5f3}\u{5f4}\u{30fb}\u{6fd}\u{6fe}\u{f0b}\u{3007}-]|\u{200c}|\u{200d})+$/u;
const DISALLOWED = /\u{302e}|\u{302f}|[\u{640}\u{7fa}\u{3031}-\u{3035}\u{303b}]/u;
const ASCII_LABEL = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/i;
const VIRAMA =
  '\\u{94d}\\u{9cd}\\u{a4d}\\u{acd}\\u{b4d}\\u{bcd}\\u{c4d}\\u{ccd}\\u{d4d}\\u{dca}\\u{e3a}\\u{f84}\\u{1039}\\u{17d2}';

const RIGHT_TO_LEFT = /[\u{590}-\u{8ff}]/u;
/** RFC 5893, section 2: from a letter on, no letters of the other direction and digits of one kind. */
const RIGHT_TO_LEFT_LABEL =
  /^(?!.*[0-9].*[\u{660}-\u{669}]|.*[\u{660}-\u{669}].*[0-9])(?=\p{L})(?:[\u{590}-\u{8ff}0-9-]|\u{200c}|\u{200d})+$/u;

/** RFC 5892, appendix A: where characters that are allowed in context only stand wrong. */
const OUT_OF_CONTEXT: readonly RegExp[] = [
  /(?<!l)\u{b7}|\u{b7}(?!l)/u,
  /\u{375}(?!\p{Script=Greek})/u,
  /(?<!\p{Script=Hebrew})[\u{5f3}\u{5f4}]/u,
  /^[^\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]*\u{30fb}[^\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]*$/u,
  /[\u{660}-\u{669}].*[\u{6f0}-\u{6f9}]|[\u{6f0}-\u{6f9}].*[\u{660}-\u{669}]/u,
  new RegExp(`(?<![${VIRAMA}])\\u{200d}`, 'u'),
  new RegExp(`(?<![${VIRAMA}\\p{Script=Arabic}])\\u{200c}`, 'u'),
];

/** RFC 5890: labels of letters, digits and marks of any script, whose ASCII form is no longer than DNS allows. */
export function isIdnHostname(text: string): boolean {
  const labels = text.split(DOTS);
  let length = labels.length - 1;
  for (const label of labels) {
    const size = isLabel(label) ? asciiLength(label) : 0;
    if (size === 0 || size > 63) return false;
    length += size;
  }
  return length <= 253;
}

const LOCAL_PART =
  /^[a-z0-9!#$%&'*+/=?^_`{|}~\u{80}-\u{10ffff}-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~\u{80}-\u{10ffff}-]+)*$/iu;

/** RFC 6531, without quoted names and addresses in brackets. */
export function isIdnEmail(text: string): boolean {
  const at = text.lastIndexOf('@');
  return at > 0 && LOCAL_PART.test(text.slice(0, at)) && isIdnHostname(text.slice(at + 1));
}

function isLabel(label: string): boolean {
  if (/^xn--/i.test(label)) return ASCII_LABEL.test(label) && label.length > 4;
  if (ASCII_LABEL.test(label)) return label.slice(2, 4) !== '--';
  if (!LETTERS.test(label) || DISALLOWED.test(label) || /^[-\p{M}]|-$/u.test(label)) return false;
  if (label.slice(2, 4) === '--' || label.normalize('NFKC').toLowerCase() !== label.toLowerCase()) return false;
  if (RIGHT_TO_LEFT.test(label) && !RIGHT_TO_LEFT_LABEL.test(label)) return false;
  return !OUT_OF_CONTEXT.some((wrong) => wrong.test(label));
}

/** How long a label is in ASCII: with `xn--` and its Punycode (RFC 3492, section 6.3). */
function asciiLength(label: string): number {
  const points = Array.from(label, (c) => c.codePointAt(0) ?? 0);
  const basic = points.filter((c) => c < 0x80).length;
  if (basic === points.length) return points.length;
  let length = 4 + basic + (basic > 0 ? 1 : 0);
  let handled = basic;
  let next = 0x80;
  let delta = 0;
  let bias = 72;
  while (handled < points.length) {
    const least = points.reduce((min, c) => (c >= next && c < min ? c : min), Infinity);
    delta += (least - next) * (handled + 1);
    next = least;
    for (const c of points) {
      if (c < next) delta++;
      if (c !== next) continue;
      let rest = delta;
      for (let k = BASE; ; k += BASE) {
        const threshold = Math.min(26, Math.max(1, k - bias));
        length++;
        if (rest < threshold) break;
        rest = Math.floor((rest - threshold) / (BASE - threshold));
      }
      bias = adapt(delta, handled + 1, handled === basic);
      delta = 0;
      handled++;
    }
    delta++;
    next++;
  }
  return length;
}

const BASE = 36;

function adapt(delta: number, count: number, first: boolean): number {
  let rest = Math.floor(delta / (first ? 700 : 2));
  rest += Math.floor(rest / count);
  let k = 0;
  for (; rest > 455; k += BASE) rest = Math.floor(rest / 35);
  return k + Math.floor((36 * rest) / (rest + 38));
}
