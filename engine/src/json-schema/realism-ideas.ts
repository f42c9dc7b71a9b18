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
  /** No text has more code points, by a wide margin. */
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
  longest = 80,
  formats: readonly string[] = [],
  options?: Readonly<Record<string, unknown>>,
): TextIdea {
  return { spec: { kind: 'semantic', type, from: [], ...(options && { options }) }, samples, longest, formats };
}

function pattern(text: string, samples: readonly string[], longest: number): TextIdea {
  return { spec: { kind: 'text', pattern: { text, pointer: '' } }, samples, longest, formats: [] };
}

function listed(texts: string): TextIdea {
  const values = texts.split(' ').map((value) => ({ value, weight: 1 }));
  return {
    spec: { kind: 'enum', values, weighted: false },
    samples: texts.split(' '),
    longest: Math.max(...texts.split(' ').map((text) => text.length)),
    formats: [],
  };
}

function temporal(
  kind: TemporalSpec['kind'],
  samples: readonly string[],
  formats: readonly string[],
  more: Partial<TemporalSpec> = {},
): TextIdea {
  return { spec: { kind, after: [], before: [], format: 'iso', ...more }, samples, longest: 24, formats };
}

const uuid = '3d813cbb-47fb-42ba-91df-831e1593ac29';

/** Born 1940 to 2007. */
const BIRTH = { min: Date.UTC(1940, 0, 1), max: Date.UTC(2007, 11, 31) };

/** Ideas of texts by name; those with a dot are called as the semantic type that they draw. */
export const TEXT_IDEAS: Readonly<Record<string, TextIdea | ProseIdea>> = {
  'person.firstName': semantic('person.firstName', ['Marie', 'Jo']),
  'person.lastName': semantic('person.lastName', ['Curie', 'Featherstonehaugh']),
  'person.middleName': semantic('person.middleName', ['James']),
  'person.fullName': semantic('person.fullName', ['Marie Curie', 'Dr. Ada Lovelace'], 160),
  'person.prefix': semantic('person.prefix', ['Mr.', 'Dr.']),
  'person.suffix': semantic('person.suffix', ['Jr.', 'PhD']),
  'person.jobTitle': semantic('person.jobTitle', ['Senior Engineer'], 160),
  'person.gender': semantic('person.sex', ['female', 'male']),
  'person.bio': semantic('person.bio', ['traveler, developer'], 240),
  'internet.email': semantic('internet.email', ['ada.lovelace27@gmail.com'], 200, ['email', 'idn-email']),
  'internet.username': semantic('internet.username', ['ada_lovelace27'], 120),
  'internet.password': semantic('internet.password', ['89G1wJuBLbGziIs'], 15),
  'internet.url': semantic('internet.url', ['https://slow-timer.info/'], 120, URIS),
  'internet.domainName': semantic('internet.domainName', ['slow-timer.info'], 120, ['hostname', 'idn-hostname']),
  'internet.ipv4': semantic('internet.ipv4', ['245.108.222.0'], 15, ['ipv4', 'ip-address']),
  'internet.ipv6': semantic('internet.ipv6', ['269f:1230:73e3:318d:842b:daab:326d:897b'], 39, ['ipv6']),
  'internet.mac': semantic('internet.mac', ['32:8e:2e:09:c6:05'], 17),
  'internet.userAgent': semantic('internet.userAgent', ['Mozilla/5.0 (X11; Linux x86_64)'], 600),
  'image.avatar': semantic('image.avatar', ['https://avatars.githubusercontent.com/u/97165289'], 200, URIS),
  'image.url': semantic('image.url', ['https://picsum.photos/seed/NWbJM2B/640/480'], 200, URIS),
  'phone.number': semantic('phone.number', ['961-770-7727', '(961) 770-7727 x123'], 40),
  phoneE164: semantic('phone.number', ['+15551234567'], 24, [], { style: 'international' }),
  'location.streetAddress': semantic('location.streetAddress', ["0917 O'Conner Estates"], 160),
  'location.secondaryAddress': semantic('location.secondaryAddress', ['Apt. 861']),
  'location.street': semantic('location.street', ['Schroeder Isle'], 160),
  'location.buildingNumber': semantic('location.buildingNumber', ['379'], 24),
  'location.city': semantic('location.city', ['East Jarretmouth', 'Ulm'], 160),
  'location.state': semantic('location.state', ['North Carolina'], 160),
  stateCode: semantic('location.state', ['NC', 'TX'], 24, [], { abbreviated: true }),
  'location.county': semantic('location.county', ['Essex County'], 160),
  'location.country': semantic('location.country', ['Greece', 'United States of America'], 160),
  countryCode: semantic('location.countryCode', ['SJ', 'DE'], 2),
  countryCode3: semantic('location.countryCode', ['DEU', 'USA'], 3, [], { variant: 'alpha-3' }),
  'location.zipCode': semantic('location.zipCode', ['17839', '17839-1234', 'SW1A 1AA'], 24),
  zip5: pattern('\\d{5}', ['17839'], 5),
  'location.timeZone': semantic('location.timeZone', ['Pacific/Guam', 'America/Argentina/Buenos_Aires'], 60),
  'company.name': semantic('company.name', ['Zieme, Hauck and McClure'], 200),
  'company.catchPhrase': semantic('company.catchPhrase', ['Upgradable systematic flexibility'], 200),
  'commerce.productName': semantic('commerce.productName', ['Incredible Soft Gloves'], 160),
  'commerce.productDescription': semantic('commerce.productDescription', ['A fine chair. Made of steel.'], 600),
  'commerce.department': semantic('commerce.department', ['Garden'], 80),
  'commerce.isbn': semantic('commerce.isbn', ['978-0-692-82459-7'], 17),
  'finance.iban': semantic('finance.iban', ['TR736918640040966092800056'], 34),
  'finance.bic': semantic('finance.bic', ['WYAUPGX1'], 11),
  'finance.accountNumber': semantic('finance.accountNumber', ['92842238'], 8),
  'finance.creditCardNumber': semantic('finance.creditCardNumber', ['4427163488662', '6011-6212-2540-4533'], 24),
  'finance.creditCardCVV': semantic('finance.creditCardCVV', ['506'], 3),
  'finance.currencyCode': semantic('finance.currencyCode', ['USD'], 3),
  'color.human': semantic('color.human', ['red', 'sky blue']),
  'color.rgb': semantic('color.rgb', ['#8be4ab'], 7),
  'book.title': semantic('book.title', ['Romeo and Juliet'], 160),
  'book.author': semantic('book.author', ['William Shakespeare'], 160),
  'book.publisher': semantic('book.publisher', ['Addison-Wesley'], 160),
  'music.genre': semantic('music.genre', ['Reggae']),
  'music.songName': semantic('music.songName', ['White Christmas'], 200),
  'music.album': semantic('music.album', ['1989'], 200),
  'music.artist': semantic('music.artist', ['The Beatles'], 160),
  'vehicle.vin': semantic('vehicle.vin', ['YV1MH682762184654'], 17),
  'vehicle.manufacturer': semantic('vehicle.manufacturer', ['Ford']),
  'vehicle.model': semantic('vehicle.model', ['Explorer']),
  'airline.flightNumber': semantic('airline.flightNumber', ['2405'], 8),
  'system.fileName': semantic('system.fileName', ['faithfully_calculating.u8mdn'], 200),
  'system.filePath': semantic('system.filePath', ['/usr/local/src/money.rmp'], 300, ['uri-reference', 'iri-reference']),
  'system.directoryPath': semantic('system.directoryPath', ['/etc/mail'], 100, ['uri-reference', 'iri-reference']),
  'system.fileExt': semantic('system.fileExt', ['emf']),
  'system.mimeType': semantic('system.mimeType', ['video/vnd.vivo'], 160),
  'system.semver': semantic('system.semver', ['1.1.2'], 14),
  'lorem.word': semantic('lorem.word', ['tempore', 'ut']),
  slug: semantic('lorem.slug', ['dolores-illo-est'], 120, ['uri-reference', 'iri-reference']),
  identifier: semantic('lorem.slug', ['dolores-illo'], 80, [], { wordCount: { min: 1, max: 2 } }),
  'git.branch': semantic('git.branch', ['feed-parse'], 120),
  'git.commitSha': semantic('git.commitSha', ['2c6e3880fd94ddb7ef72d34e683cdc0c47bec6e6'], 40),
  'phone.imei': semantic('phone.imei', ['13-850175-913761-7'], 18),
  'internet.httpMethod': semantic('internet.httpMethod', ['PATCH', 'GET'], 6),
  uuid: { spec: { kind: 'uuid', version: 4 }, samples: [uuid], longest: 36, formats: ['uuid'] },
  objectId: semantic('database.mongodbObjectId', ['e175cac316a79afdd0ad3afb'], 24),
  token: pattern('[A-Za-z0-9]{40}', ['89G1wJuBLbGziIs89G1wJuBLbGziIs89G1wJuBLb'], 40),
  md5: pattern('[0-9a-f]{32}', ['9e107d9d372bb6826bd81d3542a419d6'], 32),
  sha256: pattern('[0-9a-f]{64}', ['9e107d9d372bb6826bd81d3542a419d69e107d9d372bb6826bd81d3542a419d6'], 64),
  sku: pattern('[A-Z]{3}-\\d{4}', ['ABC-1234'], 8),
  gtin: pattern('\\d{13}', ['4006381333931'], 13),
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
