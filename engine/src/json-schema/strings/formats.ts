/** A format as regular expressions that match whole texts. */
export interface Format {
  /** What such texts commonly look like. */
  readonly natural: string;
  /** What they may look like where lengths or patterns forbid that, but no stranger. */
  readonly simple?: string;
  /** All texts of the format, or all but unusual ones. */
  readonly wide: string;
  /** Every text of the format and maybe others, so that what this does not allow is impossible; `undefined`: any text. */
  readonly limit: string | undefined;
  /** Code points of the longest text. */
  readonly maxLength?: number;
  /** Texts that are not of the format, where `limit` tells of none. */
  readonly other?: string;
}

const any = (...options: readonly string[]): string => `(?:${options.join('|')})`;

const GIVEN =
  'alex|anna|ben|carla|chris|dana|daniel|elena|emma|finn|grace|hana|ivan|jack|jana|kim|laura|leo|lucas|maria|max|mia|nina|noah|olga|oscar|paul|rosa|sam|sara|sofia|tom|victor|yara|zoe';
const FAMILY =
  'adams|baker|berg|brown|carter|chen|costa|davis|evans|fischer|garcia|hill|ivanov|jensen|jones|kim|klein|lee|lopez|martin|meyer|moore|novak|olsen|patel|reyes|rossi|sato|silva|smith|stone|taylor|weber|wood|young';
const WORDS =
  'about|account|archive|assets|blog|catalog|community|contact|data|docs|download|events|files|guide|help|images|index|items|library|list|media|news|orders|pages|photos|posts|products|profile|projects|reports|search|services|store|team|topics|users';
/** Names that RFC 2606 reserves: nobody's mail. */
const DOMAIN = `(?:example\\.(?:com|net|org)|(?:acme|alpha|apex|atlas|beacon|cedar|delta|ember|fjord|globex|harbor|initech|juniper|lumen|maple|nimbus|orchid|pioneer|quartz|summit|umbra|vertex|willow|zenith)\\.example)`;
const HOST = `(?:(?:www|api|mail|app|cdn|dev|shop)\\.)?${DOMAIN}`;

const DATE_NATURAL =
  '(?:19[6-9]\\d|20[0-3]\\d)-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|02-(?:0[1-9]|1\\d|2[0-8]))';
const LEAP_YEAR = '(?:\\d\\d(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)';
const DATE = `(?:\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|02-(?:0[1-9]|1\\d|2[0-8]))|${LEAP_YEAR}-02-29)`;
const CLOCK = '(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d';
const OFFSET_NATURAL = '(?:Z|[+\\-](?:0\\d|1[01]):(?:00|30))';
/** `Z` four times in five. */
const ZONE = `(?:Z|Z|Z|Z|${OFFSET_NATURAL})`;
/** Fractions, leap seconds at 23:59:60Z only, and offsets as RFC 3339 writes them. */
const TIME = `(?:${CLOCK}(?:\\.\\d+)?(?:[Zz]|[+\\-](?:[01]\\d|2[0-3]):[0-5]\\d)|23:59:60(?:\\.\\d+)?(?:[Zz]|[+\\-]00:00))`;
const TIME_NATURAL = `${CLOCK}${ZONE}`;

const BYTE = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const IPV4 = `${BYTE}(?:\\.${BYTE}){3}`;
const HEX = '[0-9a-fA-F]';
const H16 = `${HEX}{1,4}`;
/** RFC 4291, 2.2: eight groups, of which `::` leaves out at least one. */
const IPV6 = any(
  `(?:${H16}:){7}${H16}`,
  `(?:${H16}:){6}${IPV4}`,
  ...[0, 1, 2, 3, 4, 5, 6, 7].map((n) => {
    const before = n === 0 ? '' : `${H16}(?::${H16}){${n - 1}}`;
    const after = 7 - n;
    const groups = after === 0 ? '' : `(?:${H16}(?::${H16}){0,${after - 1}})?`;
    const mixed = after < 2 ? '' : `|(?:${H16}:){0,${after - 2}}${IPV4}`;
    return `${before}::(?:${groups}${mixed})`;
  }),
);
const IPV6_NATURAL = any(
  '2001:db8(?::[1-9a-f][0-9a-f]{0,3}){6}',
  '2001:db8(?::[1-9a-f][0-9a-f]{0,3}){1,4}::[1-9a-f][0-9a-f]{0,2}',
  'fe80::[1-9a-f][0-9a-f]{3}(?::[1-9a-f][0-9a-f]{3}){3}',
);

const LABEL = '[a-zA-Z0-9](?:[a-zA-Z0-9\\-]{0,61}[a-zA-Z0-9])?';
/** Without hyphens in the third and fourth place, which IDNA keeps for itself. */
const IDN_LABEL = '[a-z0-9](?:[a-z0-9]{0,61}[a-z0-9])?';
const ATOM = "[a-zA-Z0-9!#$%&'*+/=?^_`{|}~\\-]+";
const UNRESERVED = 'a-zA-Z0-9\\-._~';
const SUBS = "!$&'()*+,;=";
const PERCENT = `%${HEX}{2}`;
const PCHAR = `(?:[${UNRESERVED}${SUBS}:@]|${PERCENT})`;
const TAIL = `(?:\\?(?:${PCHAR}|[/?])*)?(?:#(?:${PCHAR}|[/?])*)?`;
const AUTHORITY = `(?:(?:[${UNRESERVED}${SUBS}:]|${PERCENT})*@)?(?:[${UNRESERVED}${SUBS}]|${PERCENT})*(?::\\d*)?`;
const SCHEME = '[a-zA-Z][a-zA-Z0-9+\\-.]*';
const URI = `${SCHEME}:(?://${AUTHORITY}(?:/${PCHAR}*)*|/(?:${PCHAR}+(?:/${PCHAR}*)*)?|${PCHAR}+(?:/${PCHAR}*)*)${TAIL}`;
const PATH = `(?:/${any(WORDS)}){1,2}(?:/[1-9]\\d{0,3})?`;
const QUERY = '(?:\\?(?:id|page|ref|tag)=(?:[1-9]\\d?|[a-z]{3,8}))?';
const URI_NATURAL = `https?://${HOST}(?:${PATH}${QUERY}|/)`;
/** Without a scheme: a relative path, an absolute one, or only a query or a fragment. */
const RELATIVE = `(?://${AUTHORITY}(?:/${PCHAR}*)*|/(?:${PCHAR}+(?:/${PCHAR}*)*)?|(?:[${UNRESERVED}${SUBS}@]|${PERCENT})+(?:/${PCHAR}*)*)?${TAIL}`;

const LETTER = '[a-zà-öø-ÿ]';
const IRI_WORD =
  '(?:café|straße|naïve|señor|über|crème|jalapeño|smörgås|łódź|москва|北京|東京|münchen|zürich|málaga|århus)';
const POINTER_TOKEN = '(?:[^~/]|~0|~1)*';
const POINTER_NATURAL = `(?:/(?:${WORDS}|[1-9]?\\d|[a-z]{2,5}~1[a-z]{2,5})){1,4}`;
const ANYTHING = '[\\s\\S]*';
const BASE64_NATURAL = '(?:[A-Za-z0-9+/]{4}){3,8}(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?';
const BASE64 = '(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?';
const BASE64_FORMAT: Format = { natural: BASE64_NATURAL, wide: BASE64, limit: BASE64 };

const DURATION_TIME = (n: string): string => `T(?:${n}S|${n}M(?:${n}S)?|${n}H(?:${n}M(?:${n}S)?)?)`;
/** RFC 3339, appendix A: units without a gap; weeks alone. */
const durationOf = (n: string): string =>
  `P(?:${DURATION_TIME(n)}|(?:${n}D|${n}M(?:${n}D)?|${n}Y(?:${n}M(?:${n}D)?)?)(?:${DURATION_TIME(n)})?|${n}W)`;

const VARIABLE = '(?:[a-zA-Z0-9_]|%[0-9a-fA-F]{2})+(?::[1-9][0-9]{0,3}|\\*)?';

const URI_SIMPLE = 'https?://(?:[a-z]+\\.)+[a-z]{2,6}(?:/[a-z0-9\\-]+)*/?';

const simply = (simple: string, format: Format): Format => ({ ...format, simple });
/** All texts of the format are known. */
const exact = (natural: string, wide = natural): Format => ({ natural, wide, limit: wide });
const within = (limit: string | undefined, natural: string, wide = natural): Format => ({ natural, wide, limit });

const REFERENCE_LIMIT = `(?:[${UNRESERVED}${SUBS}:@/?#\\[\\]]|${PERCENT})*`;
const IRI_LIMIT = '[^\\x00-\\x20"<>\\\\^`{|}]*';
const ZONE_LIMIT = '(?:[Zz]|[+\\-]\\d\\d:\\d\\d)';
const CLOCK_LIMIT = '\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?';

const FORMATS: Readonly<Record<string, Format>> = {
  'date-time': within(
    `${DATE}[Tt]${CLOCK_LIMIT}${ZONE_LIMIT}`,
    `${DATE_NATURAL}T${TIME_NATURAL}`,
    `${DATE}[Tt]${TIME}`,
  ),
  date: exact(DATE_NATURAL, DATE),
  time: within(CLOCK_LIMIT + ZONE_LIMIT, TIME_NATURAL, TIME),
  'iso-time': within(`${CLOCK_LIMIT}${ZONE_LIMIT}?`, TIME_NATURAL, any(TIME, `${CLOCK}(?:\\.\\d+)?`)),
  'iso-date-time': within(
    `${DATE}[Tt ]${CLOCK_LIMIT}${ZONE_LIMIT}?`,
    `${DATE_NATURAL}T${TIME_NATURAL}`,
    `${DATE}[Tt ]${any(TIME, `${CLOCK}(?:\\.\\d+)?`)}`,
  ),
  duration: exact(
    durationOf('[1-9]\\d?'),
    'P(?!$)(?:(?:\\d+Y)?(?:\\d+M)?(?:\\d+D)?(?:T(?=\\d)(?:\\d+H)?(?:\\d+M)?(?:\\d+S)?)?|\\d+W)',
  ),
  email: simply(
    '[a-z]+(?:[._][a-z]+)*@(?:[a-z]+\\.)+[a-z]{2,3}',
    exact(`${any(GIVEN)}(?:[._]${any(FAMILY)}|[1-9]\\d)?@${DOMAIN}`, `${ATOM}(?:\\.${ATOM})*@(?:${LABEL}\\.)+${LABEL}`),
  ),
  'idn-email': within(
    '[^\\x00-\\x20]+@[^\\x00-\\x20]+',
    `(?:${LETTER}{2,6}[åçéñöøüß]${LETTER}{0,4}|李明|佐藤|иван|мария)(?:\\.${any(FAMILY)})?@(?:${DOMAIN}|bücher\\.example|例え\\.example)`,
    `${ATOM}(?:\\.${ATOM})*@(?:${IDN_LABEL}\\.)+${IDN_LABEL}`,
  ),
  hostname: { ...simply('[a-z]+(?:\\.[a-z]+)*', exact(HOST, `${LABEL}(?:\\.${LABEL})*`)), maxLength: 253 },
  'idn-hostname': {
    ...within(
      '[^\\x00-,/:-@\\[-`{-\\x7f]+',
      '(?:(?:www|shop)\\.)?(?:bücher|münchen|zürich|café|señal|smørrebrød|例え|москва|ελλάδα|łódź)\\.example',
      `${IDN_LABEL}(?:\\.${IDN_LABEL})*`,
    ),
    maxLength: 253,
  },
  ipv4: exact(`(?:10|172|192|198|203|[1-9]\\d)\\.${BYTE}\\.${BYTE}\\.(?:[1-9]\\d?|1\\d\\d|2[0-4]\\d)`, IPV4),
  ipv6: exact(IPV6_NATURAL, IPV6),
  uri: simply(URI_SIMPLE, within(`${SCHEME}:${REFERENCE_LIMIT}`, URI_NATURAL, URI)),
  url: simply(
    URI_SIMPLE,
    within(
      '(?:[Hh][Tt][Tt][Pp][Ss]?|[Ff][Tt][Pp])://\\S+',
      URI_NATURAL,
      `(?:https?|ftp)://(?:${LABEL}\\.)+[a-z]{2,63}(?::\\d{2,5})?(?:/[!-~]*)?`,
    ),
  ),
  'uri-reference': simply(
    '(?:/?[a-z]+)*/?',
    within(
      REFERENCE_LIMIT,
      any(URI_NATURAL, PATH + QUERY, `${any(WORDS)}/${any(WORDS)}`, `#${any(WORDS)}`),
      any(URI, RELATIVE),
    ),
  ),
  iri: within(`${SCHEME}:${IRI_LIMIT}`, `https?://${HOST}/${IRI_WORD}(?:/${any(WORDS)})?`, URI),
  'iri-reference': within(
    IRI_LIMIT,
    any(`https?://${HOST}/${IRI_WORD}`, `/${IRI_WORD}/${any(WORDS)}`, `#${IRI_WORD}`),
    any(URI, RELATIVE),
  ),
  'uri-template': exact(
    `(?:https://${HOST})?(?:/${any(WORDS)}(?:/\\{(?:id|name|slug|key|year)\\})?){1,2}(?:\\{\\?(?:page|limit|sort|q)(?:,(?:offset|order|lang))?\\})?`,
    `(?:[^\\x00-\\x20"'<>%\\\\^\`{|}]|${PERCENT}|\\{[+#./;?&=,!@|]?${VARIABLE}(?:,${VARIABLE})*\\})*`,
  ),
  uuid: exact(
    '[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}',
    `${HEX}{8}-(?:${HEX}{4}-){3}${HEX}{12}`,
  ),
  'json-pointer': simply('(?:/[a-z]+)*', exact(POINTER_NATURAL, `(?:/${POINTER_TOKEN})*`)),
  'json-pointer-uri-fragment': exact(
    `#(?:/(?:${WORDS}|[1-9]?\\d)){1,4}`,
    `#(?:/(?:[a-zA-Z0-9_\\-.!$&'()*+,;:=@]|${PERCENT}|~0|~1)*)*`,
  ),
  'relative-json-pointer': exact(`\\d(?:#|(?:/(?:${WORDS}|\\d)){0,3})`, `(?:0|[1-9]\\d*)(?:#|(?:/${POINTER_TOKEN})*)`),
  regex: {
    ...within(
      undefined,
      any(
        '\\^[a-z]{2,8}(?:\\\\d\\+|\\[0-9\\]\\{[1-9]\\})?\\$',
        '\\^\\\\w\\{[1-9],[1-9]\\d\\}\\$',
        '(?:[a-z]{2,6}\\|){1,3}[a-z]{2,6}',
        '\\^\\[A-Z\\]\\[a-z\\]\\*\\$',
        '\\\\d\\{[1-9]\\}(?:-\\\\d\\{[1-9]\\})?',
      ),
      '(?:[A-Za-z0-9 _:;,=@/<>!"#%&\'~`\\-]|\\\\[dDwWsS.*+?()|^$])*',
    ),
    other: '[(*+?][a-z]{2,8}',
  },
  byte: BASE64_FORMAT,
  password: exact('[A-Za-z0-9!#$%&*+=?@_\\-]{10,20}', ANYTHING),
  binary: exact('[A-Za-z0-9+/]{12,32}', ANYTHING),
};

/** How contents are written, by `contentEncoding`. */
const ENCODINGS: Readonly<Record<string, Format>> = {
  base64: BASE64_FORMAT,
  base64url: exact('(?:[A-Za-z0-9_\\-]{4}){3,8}', '(?:[A-Za-z0-9_\\-]{4})*(?:[A-Za-z0-9_\\-]{2,3})?'),
  base32: exact(
    '(?:[A-Z2-7]{8}){2,5}',
    '(?:[A-Z2-7]{8})*(?:[A-Z2-7]{2}={6}|[A-Z2-7]{4}={4}|[A-Z2-7]{5}={3}|[A-Z2-7]{7}=)?',
  ),
  base16: exact('(?:[0-9A-F]{2}){6,16}', '(?:[0-9A-F]{2})*'),
  hex: exact('(?:[0-9a-f]{2}){6,16}', `(?:${HEX}{2})*`),
  'quoted-printable': exact('[A-Z][a-z]{2,8}(?: [a-z]{2,8}){1,6}', '(?:[!-<>-~]|=[0-9A-F]{2}| (?=[!-~]))*'),
};

/** @param name as `contentEncoding` has it, in any case */
export function encodingOf(name: string): Format | undefined {
  const key = name.toLowerCase();
  return Object.hasOwn(ENCODINGS, key) ? ENCODINGS[key] : undefined;
}

/** The format of a name; `undefined` for one that says nothing about strings. */
export function formatOf(name: string): Format | undefined {
  return Object.hasOwn(FORMATS, name) ? FORMATS[name] : undefined;
}
