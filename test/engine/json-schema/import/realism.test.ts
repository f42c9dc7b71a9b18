import assert from 'node:assert/strict';
import { suggest, suggestByFormat, suggestField } from '../../../../engine/src/json-schema/realism.js';
import type { Note, NumberShape, StringShape } from '../../../../engine/src/json-schema/shape.js';

const note = (said: Partial<Note> = {}): Note => ({ pointer: '/properties/x', examples: [], ...said });
const text = (limits: Partial<StringShape> = {}): StringShape => ({
  type: 'string',
  weight: 1,
  excluded: [],
  notes: [],
  minLength: 0,
  maxLength: Infinity,
  patterns: [],
  notPatterns: [],
  formats: [],
  notFormats: [],
  ...limits,
});
const number = (limits: Partial<NumberShape> = {}): NumberShape => ({
  type: 'number',
  weight: 1,
  excluded: [],
  notes: [],
  integer: false,
  fractional: false,
  min: -Infinity,
  exclusiveMin: false,
  max: Infinity,
  exclusiveMax: false,
  multipleOf: [],
  notMultipleOf: [],
  formats: [],
  ...limits,
});

/** What a suggestion is, in one word. */
function kindOf(name: string, shape: StringShape | NumberShape, said: Partial<Note> = {}, parent?: string): string {
  const spec = suggestField(name, shape, [note(said)], parent);
  if (spec === undefined) return 'nothing';
  if (spec.kind === 'semantic') return spec.type;
  if (spec.kind === 'text') return spec.words ? 'words' : `/${spec.pattern?.text}/`;
  return spec.kind;
}

describe('What texts are by their names', () => {
  const names: Readonly<Record<string, string>> = {
    'person.firstName': 'firstName first_name fname givenName billing-first-name FIRST_NAME userFirstName first_names',
    'person.lastName': 'lastName surname family_name lname',
    'person.fullName': 'name fullName customerName display_name author patientName cardholder employee_name',
    'person.jobTitle': 'jobTitle occupation',
    'internet.email': 'email userEmail e-mail email_address contactEmail emails EMail workEmail2 email_1',
    'internet.username': 'username userName user_name login nickname',
    'internet.password': 'password userPassword',
    'internet.url': 'url website homepage profileUrl link callback_url avatar_link',
    'internet.domainName': 'domain hostname host',
    'internet.ipv4': 'ip ipAddress client_ip IPAddress remoteIp',
    'internet.userAgent': 'userAgent user_agent',
    'image.avatar': 'avatar avatarUrl profile_picture',
    'image.url': 'image photo picture thumbnailUrl logo_url productImage',
    'phone.number': 'phone phoneNumber mobile_phone tel fax home_phone phone2',
    'location.streetAddress': 'address streetAddress billing_address addressLine1 address1 homeAddress customerAddress',
    'location.secondaryAddress': 'address2 addressLine2',
    'location.street': 'street streetName',
    'location.city': 'city billing_city town birthCity',
    'location.country': 'country shippingCountry',
    'location.countryCode': 'countryCode country_code',
    'location.zipCode': 'zip zipCode postcode postal_code shippingZip',
    'location.timeZone': 'timezone time_zone timeZone tz',
    'company.name': 'company companyName employer organization vendor_name brand',
    'commerce.productName': 'product productName item_name',
    'finance.iban': 'iban',
    'finance.currencyCode': 'currency currencyCode',
    'color.human': 'color favouriteColour',
    'system.semver': 'version appVersion',
    'system.mimeType': 'mimeType content_type',
    'system.fileName': 'fileName filename',
    uuid: 'id userId order_id uuid correlationId',
    enum: 'locale license lang language',
    datetime: 'createdAt updated_at lastModified timestamp expiresAt startTime deletedAt',
    date: 'date startDate birthday dateOfBirth dob birth_date created_on',
    words: 'description summary title comment label notes bio_text_description',
    '/[A-Z]{3}-\\d{4}/': 'sku productSku',
  };
  for (const [kind, list] of Object.entries(names)) {
    for (const name of list.split(' ')) it(`${name} is ${kind}`, () => assert.equal(kindOf(name, text()), kind));
  }

  const none =
    'capacity velocity plastic emailSent2Count grip zipper ageing hip ipsum recipe phonetic companyId_type code type ' +
    'status kind state region lookAt formatAt contractAddress memory_address programmingLanguage statement position ' +
    'value key number x foo colorful cityscape priceless pin source target data';
  for (const name of none.split(' ')) {
    it(`${name} says nothing`, () => assert.equal(kindOf(name, text()), 'nothing'));
  }

  const owners: readonly (readonly [string, string, string, Partial<Note>?])[] = [
    ['name', 'customer', 'person.fullName'],
    ['name', 'Author of the book', 'person.fullName'],
    ['name', 'company', 'company.name'],
    ['name', 'product', 'commerce.productName'],
    ['name', 'JSON schema for NPM package.json files', 'words'],
    ['name', 'server', 'words'],
    ['name', '', 'words', { description: 'The name of the package.' }],
    ['name', '', 'person.fullName', { description: 'Full name of the customer' }],
    ['packageName', '', 'internet.domainWord'],
    ['tableName', '', 'nothing'],
    ['eventName', 'user', 'nothing'],
    ['address', 'server', 'nothing'],
    ['address', '', 'internet.ipv4', { description: 'The IP address to listen on' }],
    ['state', 'address', 'location.state'],
    ['state', 'order', 'nothing'],
    ['billingState', '', 'location.state'],
    ['region', 'shippingAddress', 'location.state'],
    ['image', 'docker service', 'nothing'],
    ['title', 'book', 'book.title'],
    ['title', 'page', 'words'],
    ['jobTitle', 'page', 'person.jobTitle'],
    ['description', 'product', 'commerce.productDescription'],
  ];
  for (const [name, parent, kind, said] of owners) {
    const inside = parent === '' ? JSON.stringify(said ?? '') : parent;
    it(`${name} in ${inside} is ${kind}`, () => {
      assert.equal(kindOf(name, text(), said, parent === '' ? undefined : parent), kind);
    });
  }

  const told: readonly (readonly [Partial<Note>, string])[] = [
    [{ title: 'Email address' }, 'internet.email'],
    [{ title: 'Postal code' }, 'location.zipCode'],
    [{ description: 'The e-mail address of the person in charge.' }, 'internet.email'],
    [{ description: 'ISO 3166-1 alpha-2 country code' }, 'location.countryCode'],
    [{ description: 'ISO 4217 currency' }, 'finance.currencyCode'],
    [{ description: 'Which template is used. Contains an email address.' }, 'nothing'],
    [{ examples: ['red', 'green', 5] }, 'enum'],
  ];
  for (const [said, kind] of told) {
    it(`${JSON.stringify(said)} is ${kind}`, () => assert.equal(kindOf('x1', text(), said), kind));
  }
});

describe('Texts of a meaning within limits', () => {
  const cases: readonly (readonly [string, Partial<StringShape>, string])[] = [
    ['country', { minLength: 2, maxLength: 2 }, 'location.countryCode'],
    ['country', { patterns: ['^[A-Z]{3}$'] }, 'location.countryCode'],
    ['zip', { patterns: ['^\\d{5}$'] }, '/\\d{5}/'],
    ['phone', { patterns: ['^\\+[1-9]\\d{1,14}$'] }, 'phone.number'],
    ['email', { maxLength: 5 }, 'nothing'],
    ['email', { patterns: ['@example\\.com$'] }, 'nothing'],
    ['email', { formats: ['email'] }, 'internet.email'],
    ['avatar', { formats: ['uri'] }, 'image.avatar'],
    ['createdAt', { formats: ['date'] }, 'date'],
    ['birthday', { formats: ['date-time'] }, 'datetime'],
    ['foo', { formats: ['ipv4'] }, 'internet.ipv4'],
    ['name', { formats: ['uuid'] }, 'uuid'],
    ['id', { maxLength: 24 }, 'database.mongodbObjectId'],
    ['id', { patterns: ['^[0-9]+$'] }, 'nothing'],
    ['time', { formats: ['time'] }, 'time'],
    ['locale', { patterns: ['^[a-z]{2}_[A-Z]{2}$'] }, 'enum'],
    ['color', { patterns: ['^#[0-9a-f]{6}$'] }, 'color.rgb'],
    ['title', { patterns: ['^[A-Z]'] }, 'nothing'],
    ['foo', { formats: ['regex'] }, 'nothing'],
    ['email', { contentEncoding: 'base64' }, 'nothing'],
  ];
  for (const [name, limits, kind] of cases) {
    it(`${name} with ${JSON.stringify(limits)} is ${kind}`, () => assert.equal(kindOf(name, text(limits)), kind));
  }

  it('keeps prose within its length', () => {
    const spec = suggestField('description', text({ minLength: 10, maxLength: 40 }), [note()]);
    assert.deepEqual(spec?.kind === 'text' && spec.length, { min: 20, max: 40 });
    const long = suggestField('description', text({ minLength: 500 }), [note()]);
    assert.deepEqual(long?.kind === 'text' && long.length, { min: 500, max: 560 });
  });

  it('tells what is sure to fit from what is drawn and tried', () => {
    const proven = (name: string, limits: Partial<StringShape> = {}): boolean | undefined =>
      suggest(name, text(limits), [note()])?.proven;
    assert.equal(proven('email'), true);
    assert.equal(proven('email', { minLength: 1, maxLength: 255 }), true);
    assert.equal(proven('email', { maxLength: 50 }), false);
    assert.equal(proven('email', { patterns: ['@'] }), false);
    assert.equal(proven('city', { excluded: ['Ulm'] }), false);
    assert.equal(proven('description', { maxLength: 20 }), true);
  });

  it('reads the format alone where names are not to tell', () => {
    const found = suggestByFormat('email', text({ formats: ['uri'] }), [note()]);
    assert.equal(found?.spec.kind === 'semantic' && found.spec.type, 'internet.url');
    assert.equal(suggestByFormat('email', text(), [note()]), undefined);
  });

  it('names the field and where it stands', () => {
    const spec = suggestField('email', text(), [note({ pointer: '/properties/email' })]);
    assert.deepEqual([spec?.key, spec?.pointer, spec?.nullable], ['email', '/properties/email', 0]);
  });
});

describe('What numbers are by their names', () => {
  const range = (name: string, limits: Partial<NumberShape> = {}, said: Partial<Note> = {}): unknown => {
    const spec = suggestField(name, number(limits), [note(said)]);
    if (spec === undefined) return 'nothing';
    if (spec.kind !== 'integer' && spec.kind !== 'number') return 'format' in spec ? spec.format : spec.kind;
    return [spec.min, spec.max, spec.decimals ?? spec.multipleOf ?? 'whole', spec.distribution?.type ?? 'uniform'];
  };
  const cases: readonly (readonly [string, Partial<NumberShape>, unknown, Partial<Note>?])[] = [
    ['age', { integer: true }, [18, 90, 'whole', 'normal']],
    ['userAge', { integer: true, min: 0, max: 120 }, [18, 90, 'whole', 'normal']],
    ['age', { integer: true, min: 65 }, [65, 90, 'whole', 'uniform']],
    ['age', { integer: true, min: 100, max: 120 }, 'nothing'],
    ['age', { integer: true, min: 18, exclusiveMin: true }, [19, 90, 'whole', 'normal']],
    ['price', {}, [0.5, 5000, 2, 'lognormal']],
    ['unitPrice', { min: 0, exclusiveMin: true }, [0.5, 5000, 2, 'lognormal']],
    ['price', { min: 10, exclusiveMin: true, max: 99.5, exclusiveMax: true }, [10.01, 99.49, 2, 'lognormal']],
    ['price', { multipleOf: [0.25] }, [0.5, 5000, 0.25, 'lognormal']],
    ['amount', { integer: true }, [1, 5000, 'whole', 'lognormal']],
    ['lat', {}, [-90, 90, 6, 'uniform']],
    ['longitude', { min: -180, max: 180 }, [-180, 180, 6, 'uniform']],
    ['quantity', { integer: true, multipleOf: [6] }, [6, 96, 6, 'uniform']],
    ['rating', { min: 1, max: 5 }, [1, 5, 1, 'uniform']],
    ['percent', {}, [0, 100, 1, 'uniform']],
    ['birthYear', { integer: true }, [1940, 2007, 'whole', 'uniform']],
    ['id', { integer: true }, [1, 999999, 'whole', 'uniform']],
    ['port', { integer: true, max: 1000 }, 'nothing'],
    ['createdAt', { integer: true }, 'unixMs'],
    ['createdAt', { integer: true }, 'unix', { description: 'Seconds since the epoch' }],
    ['timestamp', { integer: true, max: 100 }, 'nothing'],
    ['ageing', {}, 'nothing'],
    ['x', {}, 'nothing'],
    ['x', { multipleOf: [2, 3] }, 'nothing'],
    ['price', { fractional: true }, 'nothing'],
    ['x', { integer: true }, [0, 20000, 'whole', 'uniform'], { examples: [10000] }],
    ['x', {}, [0, 2.5, 2, 'uniform'], { default: { value: 1.25 } }],
    ['x', { min: 0, max: 1 }, 'nothing', { examples: [0.5] }],
  ];
  for (const [name, limits, expected, said] of cases) {
    it(`${name} ${JSON.stringify(limits)} ${said ? JSON.stringify(said) : ''} is ${JSON.stringify(expected)}`, () => {
      assert.deepEqual(range(name, limits, said), expected);
    });
  }
});
