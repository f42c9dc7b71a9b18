import type {
  Distribution,
  DurationSpec,
  EnumSpec,
  NumberSpec,
  SemanticSpec,
  TemporalSpec,
  TextSpec,
  UuidSpec,
} from '../schema/model.js';

/** The part of a field that says what the value is. */
export type ValueSpec = NumberSpec | TextSpec | SemanticSpec | TemporalSpec | DurationSpec | UuidSpec | EnumSpec;

/** A way to draw texts of some meaning. */
export interface TextIdea {
  readonly spec: ValueSpec;
  /** Typical texts: where a schema refuses one of them, the idea does not suit it. */
  readonly samples: readonly string[];
  /** No text has fewer or more code points; where they vary, by a wide margin. */
  readonly shortest: number;
  readonly longest: number;
  /** Formats that every text has. */
  readonly formats: readonly string[];
}

/** Prose has no samples: it can be of any length, preferably of this. */
export interface ProseIdea {
  readonly prose: readonly [min: number, max: number];
}

const URIS = ['uri', 'uri-reference', 'iri', 'iri-reference', 'url'];

function semantic(
  type: string,
  samples: readonly string[],
  lengths: number | readonly [shortest: number, longest: number] = 80,
  formats: readonly string[] = [],
  options?: Readonly<Record<string, unknown>>,
): TextIdea {
  const [shortest, longest] = typeof lengths === 'number' ? [1, lengths] : lengths;
  return {
    spec: { kind: 'semantic', type, from: [], ...(options && { options }) },
    samples,
    shortest,
    longest,
    formats,
  };
}

/** Letters of other languages are no part of addresses. */
function inEnglish(idea: TextIdea): TextIdea {
  return { ...idea, spec: { ...idea.spec, locale: 'en' } as ValueSpec };
}

/** Texts of a pattern, all of one length. */
function pattern(text: string, sample: string): TextIdea {
  const { length } = sample;
  const spec: ValueSpec = { kind: 'text', pattern: { text, pointer: '' } };
  return { spec, samples: [sample], shortest: length, longest: length, formats: [] };
}

function listed(texts: string): TextIdea {
  const samples = texts.split(' ');
  const lengths = samples.map((text) => text.length);
  const values = samples.map((value) => ({ value, weight: 1 }));
  return {
    spec: { kind: 'enum', values, weighted: false },
    samples,
    shortest: Math.min(...lengths),
    longest: Math.max(...lengths),
    formats: [],
  };
}

function temporal(
  kind: TemporalSpec['kind'],
  samples: readonly string[],
  formats: readonly string[],
  more: Partial<TemporalSpec> = {},
): TextIdea {
  return { spec: { kind, after: [], before: [], format: 'iso', ...more }, samples, shortest: 5, longest: 24, formats };
}

const uuid = '3d813cbb-47fb-42ba-91df-831e1593ac29';

/** Born 1940 to 2007. */
const BIRTH = { min: Date.UTC(1940, 0, 1), max: Date.UTC(2007, 11, 31) };

/** Ideas of texts by name; those with a dot are called as the semantic type that they draw. */
export const TEXT_IDEAS: Readonly<Record<string, TextIdea | ProseIdea>> = {
  'person.firstName': semantic('person.firstName', ['Marie', 'Jo'], 40),
  'person.lastName': semantic('person.lastName', ['Curie', 'Featherstonehaugh'], 50),
  'person.middleName': semantic('person.middleName', ['James'], 40),
  'person.fullName': semantic('person.fullName', ['Marie Curie', 'Dr. Ada Lovelace'], 120),
  'person.prefix': semantic('person.prefix', ['Mr.', 'Dr.'], 40),
  'person.suffix': semantic('person.suffix', ['Jr.', 'PhD'], 40),
  'person.jobTitle': semantic('person.jobTitle', ['Senior Engineer'], 100),
  'person.gender': semantic('person.sex', ['female', 'male'], 20),
  'person.bio': semantic('person.bio', ['traveler, developer'], 120),
  'internet.email': semantic('internet.email', ['ada.lovelace27@gmail.com'], [6, 100], ['email', 'idn-email']),
  'internet.username': semantic('internet.username', ['ada_lovelace27'], 70),
  'internet.password': semantic('internet.password', ['89G1wJuBLbGziIs'], [15, 15]),
  'internet.url': inEnglish(semantic('internet.url', ['https://slow-timer.info/'], [6, 80], URIS)),
  'internet.domainName': inEnglish(
    semantic('internet.domainName', ['slow-timer.info'], 70, ['hostname', 'idn-hostname']),
  ),
  'internet.ipv4': semantic('internet.ipv4', ['245.108.222.0'], [7, 15], ['ipv4', 'ip-address']),
  'internet.ipv6': semantic('internet.ipv6', ['269f:1230:73e3:318d:842b:daab:326d:897b'], [39, 39], ['ipv6']),
  'internet.mac': semantic('internet.mac', ['32:8e:2e:09:c6:05'], [17, 17]),
  'internet.userAgent': semantic('internet.userAgent', ['Mozilla/5.0 (X11; Linux x86_64)'], 300),
  'image.avatar': semantic('image.avatar', ['https://avatars.githubusercontent.com/u/97165289'], [6, 120], URIS),
  'image.url': semantic('image.url', ['https://picsum.photos/seed/NWbJM2B/640/480'], [6, 100], URIS),
  'phone.number': semantic('phone.number', ['961-770-7727', '(961) 770-7727 x123'], 40),
  phoneE164: semantic('phone.number', ['+15551234567'], 24, [], { style: 'international' }),
  'location.streetAddress': semantic('location.streetAddress', ["0917 O'Conner Estates"], 120),
  'location.secondaryAddress': semantic('location.secondaryAddress', ['Apt. 861'], 40),
  'location.street': semantic('location.street', ['Schroeder Isle'], 100),
  'location.buildingNumber': semantic('location.buildingNumber', ['379'], 24),
  'location.city': semantic('location.city', ['East Jarretmouth', 'Ulm'], 100),
  'location.state': semantic('location.state', ['North Carolina'], 60),
  stateCode: semantic('location.state', ['NC', 'TX'], 24, [], { abbreviated: true }),
  'location.county': semantic('location.county', ['Essex County'], 60),
  'location.country': semantic('location.country', ['Greece', 'United States of America'], 80),
  countryCode: semantic('location.countryCode', ['SJ', 'DE'], [2, 2]),
  countryCode3: semantic('location.countryCode', ['DEU', 'USA'], [3, 3], [], { variant: 'alpha-3' }),
  'location.zipCode': semantic('location.zipCode', ['17839', '17839-1234', 'SW1A 1AA'], 24),
  zip5: pattern('\\d{5}', '17839'),
  'location.timeZone': semantic('location.timeZone', ['Pacific/Guam', 'America/Argentina/Buenos_Aires'], 60),
  'company.name': semantic('company.name', ['Zieme, Hauck and McClure'], 150),
  'company.catchPhrase': semantic('company.catchPhrase', ['Upgradable systematic flexibility'], 120),
  'commerce.productName': semantic('commerce.productName', ['Incredible Soft Gloves'], 80),
  'commerce.productDescription': semantic('commerce.productDescription', ['A fine chair. Made of steel.'], 600),
  'commerce.department': semantic('commerce.department', ['Garden'], 60),
  'commerce.isbn': semantic('commerce.isbn', ['978-0-692-82459-7'], [17, 17]),
  'finance.iban': semantic('finance.iban', ['TR736918640040966092800056'], 34),
  'finance.bic': semantic('finance.bic', ['WYAUPGX1'], 11),
  'finance.accountNumber': semantic('finance.accountNumber', ['92842238'], [8, 8]),
  'finance.creditCardNumber': semantic('finance.creditCardNumber', ['4427163488662', '6011-6212-2540-4533'], 24),
  'finance.creditCardCVV': semantic('finance.creditCardCVV', ['506'], [3, 3]),
  'finance.currencyCode': semantic('finance.currencyCode', ['USD'], [3, 3]),
  'color.human': semantic('color.human', ['red', 'sky blue'], 40),
  'color.rgb': semantic('color.rgb', ['#8be4ab'], [7, 7]),
  'book.title': semantic('book.title', ['Romeo and Juliet'], 80),
  'book.author': semantic('book.author', ['William Shakespeare'], 50),
  'book.publisher': semantic('book.publisher', ['Addison-Wesley'], 80),
  'music.genre': semantic('music.genre', ['Reggae'], 40),
  'music.songName': semantic('music.songName', ['White Christmas'], 100),
  'music.album': semantic('music.album', ['1989'], 100),
  'music.artist': semantic('music.artist', ['The Beatles'], 60),
  'vehicle.vin': semantic('vehicle.vin', ['YV1MH682762184654'], [17, 17]),
  'vehicle.manufacturer': semantic('vehicle.manufacturer', ['Ford'], 40),
  'vehicle.model': semantic('vehicle.model', ['Explorer'], 40),
  'airline.flightNumber': semantic('airline.flightNumber', ['2405'], 8),
  'system.fileName': semantic('system.fileName', ['faithfully_calculating.u8mdn'], 100),
  'system.filePath': semantic('system.filePath', ['/usr/local/src/money.rmp'], 150, ['uri-reference', 'iri-reference']),
  'system.directoryPath': semantic('system.directoryPath', ['/etc/mail'], 40, ['uri-reference', 'iri-reference']),
  'system.fileExt': semantic('system.fileExt', ['emf'], 20),
  'system.mimeType': semantic('system.mimeType', ['video/vnd.vivo'], 120),
  'system.semver': semantic('system.semver', ['1.1.2'], 14),
  'lorem.word': semantic('lorem.word', ['tempore', 'ut'], 40),
  slug: inEnglish(semantic('lorem.slug', ['dolores-illo-est'], [5, 70], ['uri-reference', 'iri-reference'])),
  identifier: inEnglish(semantic('internet.domainWord', ['close-reality'], 60)),
  'git.branch': semantic('git.branch', ['feed-parse'], 80),
  'git.commitSha': semantic('git.commitSha', ['2c6e3880fd94ddb7ef72d34e683cdc0c47bec6e6'], [40, 40]),
  'phone.imei': semantic('phone.imei', ['13-850175-913761-7'], [18, 18]),
  'internet.httpMethod': semantic('internet.httpMethod', ['PATCH', 'GET'], 6),
  uuid: { spec: { kind: 'uuid', version: 4 }, samples: [uuid], shortest: 36, longest: 36, formats: ['uuid'] },
  objectId: semantic('database.mongodbObjectId', ['e175cac316a79afdd0ad3afb'], [24, 24]),
  token: pattern('[A-Za-z0-9]{40}', '89G1wJuBLbGziIs89G1wJuBLbGziIs89G1wJuBLb'),
  md5: pattern('[0-9a-f]{32}', '9e107d9d372bb6826bd81d3542a419d6'),
  sha256: pattern('[0-9a-f]{64}', '9e107d9d372bb6826bd81d3542a419d69e107d9d372bb6826bd81d3542a419d6'),
  sku: pattern('[A-Z]{3}-\\d{4}', 'ABC-1234'),
  gtin: pattern('\\d{13}', '4006381333931'),
  language: listed('en de fr es it pt nl pl sv ja zh ko ar hi tr'),
  locale: listed('en-US en-GB de-DE fr-FR es-ES it-IT pt-BR nl-NL pl-PL sv-SE ja-JP zh-CN ko-KR'),
  localeName: listed('en_US en_GB de_DE fr_FR es_ES it_IT pt_BR nl_NL pl_PL sv_SE ja_JP zh_CN ko_KR'),
  license: listed('MIT Apache-2.0 ISC BSD-3-Clause GPL-3.0-only MPL-2.0 AGPL-3.0-only Unlicense'),
  datetime: temporal('datetime', ['2025-03-04T05:06:07Z'], ['date-time']),
  date: temporal('date', ['2025-03-04'], ['date']),
  birthDate: temporal('date', ['1985-03-04'], ['date'], BIRTH),
  birthDatetime: temporal('datetime', ['1985-03-04T05:06:07Z'], ['date-time'], BIRTH),
  time: temporal('time', ['05:06:07'], []),
  timeZulu: temporal('time', ['05:06:07Z'], ['time'], { format: "HH:mm:ss'Z'" }),
  hour: temporal('time', ['05:06'], [], { format: 'HH:mm' }),
  duration: {
    spec: { kind: 'duration', min: 0, max: 86_400_000, format: 'iso' },
    samples: ['PT1H30M', 'PT45S'],
    shortest: 3,
    longest: 24,
    formats: ['duration'],
  },
  label: { prose: [4, 20] },
  title: { prose: [15, 45] },
  sentence: { prose: [30, 90] },
  paragraph: { prose: [120, 400] },
};

/** What a format alone says, for texts whose name says nothing that has it. */
export const FORMAT_IDEAS: Readonly<Record<string, string>> = {
  email: 'internet.email',
  'idn-email': 'internet.email',
  hostname: 'internet.domainName',
  'idn-hostname': 'internet.domainName',
  uri: 'internet.url',
  url: 'internet.url',
  'uri-reference': 'internet.url',
  iri: 'internet.url',
  'iri-reference': 'internet.url',
  ipv4: 'internet.ipv4',
  'ip-address': 'internet.ipv4',
  ipv6: 'internet.ipv6',
  uuid: 'uuid',
  'date-time': 'datetime',
  date: 'date',
  time: 'timeZulu',
  duration: 'duration',
};

/** Where numbers of some meaning lie. */
export interface NumberIdea {
  readonly min: number;
  readonly max: number;
  /** Digits after the point where it is no integer. */
  readonly decimals: number;
  readonly distribution?: Distribution;
  /** Where most of the distribution is: it is used only where the bounds include that. */
  readonly centre?: number;
  /** Moments: milliseconds or seconds since 1970. */
  readonly instants?: 'unix' | 'unixMs';
}

type Centred = Pick<NumberIdea, 'distribution' | 'centre'>;

/** @param mu the logarithm of the median, `centre` */
const lognormal = (centre: number, mu: number, sigma: number): Centred => ({
  centre,
  distribution: { type: 'lognormal', mu, sigma },
});
const normal = (mean: number, stdDev: number): Centred => ({
  centre: mean,
  distribution: { type: 'normal', mean, stdDev },
});

/** Ideas of numbers by name. */
export const NUMBER_IDEAS: Readonly<Record<string, NumberIdea>> = {
  age: { min: 18, max: 90, decimals: 0, ...normal(42, 16) },
  year: { min: 1990, max: 2025, decimals: 0 },
  birthYear: { min: 1940, max: 2007, decimals: 0 },
  month: { min: 1, max: 12, decimals: 0 },
  day: { min: 1, max: 28, decimals: 0 },
  hour: { min: 0, max: 23, decimals: 0 },
  minute: { min: 0, max: 59, decimals: 0 },
  latitude: { min: -90, max: 90, decimals: 6 },
  longitude: { min: -180, max: 180, decimals: 6 },
  altitude: { min: 0, max: 3000, decimals: 1, ...lognormal(148.4, 5, 1) },
  price: { min: 0.5, max: 5000, decimals: 2, ...lognormal(30, 3.4, 1) },
  salary: { min: 15_000, max: 250_000, decimals: 0, ...lognormal(54176.4, 10.9, 0.4) },
  quantity: { min: 1, max: 100, decimals: 0, ...lognormal(3.3, 1.2, 0.9) },
  count: { min: 0, max: 10_000, decimals: 0, ...lognormal(54.6, 4, 1.5) },
  percent: { min: 0, max: 100, decimals: 1 },
  share: { min: 0, max: 1, decimals: 3 },
  rating: { min: 1, max: 5, decimals: 1 },
  score: { min: 0, max: 100, decimals: 1 },
  temperature: { min: -20, max: 40, decimals: 1, ...normal(15, 9) },
  weight: { min: 0.1, max: 500, decimals: 2, ...lognormal(12.2, 2.5, 1.2) },
  length: { min: 1, max: 500, decimals: 1, ...lognormal(33.1, 3.5, 0.9) },
  pixels: { min: 16, max: 3840, decimals: 0, ...lognormal(544.6, 6.3, 0.8) },
  bytes: { min: 1, max: 1e9, decimals: 0, ...lognormal(22026.5, 10, 3) },
  port: { min: 1024, max: 65_535, decimals: 0 },
  httpStatus: { min: 200, max: 599, decimals: 0 },
  seconds: { min: 0, max: 86_400, decimals: 0, ...lognormal(148.4, 5, 1.6) },
  milliseconds: { min: 0, max: 600_000, decimals: 0, ...lognormal(403.4, 6, 1.5) },
  id: { min: 1, max: 999_999, decimals: 0 },
  unix: { min: 0, max: 0, decimals: 0, instants: 'unix' },
  unixMs: { min: 0, max: 0, decimals: 0, instants: 'unixMs' },
};
