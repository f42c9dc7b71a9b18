/** The types of the grammar; a name here is never an alias. */
export const GRAMMAR_TYPES = [
  'string',
  'text',
  'integer',
  'number',
  'boolean',
  'datetime',
  'date',
  'time',
  'duration',
  'uuid',
  'sequence',
  'enum',
  'array',
  'object',
] as const;

export type GrammarType = (typeof GRAMMAR_TYPES)[number];

const grammarTypes: ReadonlySet<string> = new Set(GRAMMAR_TYPES);

export function isGrammarType(name: string): name is GrammarType {
  return grammarTypes.has(name);
}

/** Other spellings of grammar types, from the programming and query languages people come from. */
export const TYPE_ALIASES: Readonly<Record<string, GrammarType>> = table({
  integer: 'int int8 int16 int32 int64 bigint long short smallint',
  number: 'float float32 float64 double decimal numeric real',
  boolean: 'bool',
  string: 'str varchar char',
  datetime: 'timestamp timestamptz dateTime',
  duration: 'interval timespan',
  uuid: 'guid',
  sequence: 'serial autoincrement',
  array: 'list',
  enum: 'choice',
});

/** Obvious names of semantic types, and the `module.method` of faker that each stands for. */
export const SEMANTIC_ALIASES: Readonly<Record<string, string>> = table({
  'person.fullName': 'fullName fullname name full_name personName',
  'person.firstName': 'firstName first_name givenName',
  'person.lastName': 'lastName last_name surname familyName',
  'person.middleName': 'middleName',
  'person.jobTitle': 'jobTitle job_title job occupation',
  'person.gender': 'gender',
  'person.sex': 'sex',
  'person.bio': 'bio',
  'person.prefix': 'salutation honorific',
  'internet.email': 'email emailAddress email_address mail',
  'internet.username': 'username userName user_name login nickname',
  'internet.password': 'password',
  'internet.url': 'url uri website homepage link',
  'internet.domainName': 'domain domainName hostname',
  'internet.ipv4': 'ip ipv4 ipAddress ip_address',
  'internet.ipv6': 'ipv6',
  'internet.mac': 'mac macAddress',
  'internet.userAgent': 'userAgent user_agent',
  'internet.emoji': 'emoji',
  'phone.number': 'phone phoneNumber phone_number telephone mobile',
  'phone.imei': 'imei',
  'location.city': 'city town',
  'location.country': 'country',
  'location.countryCode': 'countryCode country_code',
  'location.state': 'state province region',
  'location.county': 'county',
  'location.street': 'street streetName',
  'location.streetAddress': 'address streetAddress street_address',
  'location.secondaryAddress': 'secondaryAddress',
  'location.buildingNumber': 'buildingNumber houseNumber',
  'location.zipCode': 'zip zipCode zip_code zipcode postcode postalCode postal_code',
  'location.latitude': 'latitude lat',
  'location.longitude': 'longitude lng lon',
  'location.timeZone': 'timeZone timezone time_zone',
  'company.name': 'company companyName company_name organization organisation',
  'company.catchPhrase': 'catchPhrase slogan',
  'commerce.productName': 'product productName product_name',
  'commerce.productDescription': 'productDescription',
  'commerce.department': 'department',
  'commerce.price': 'price',
  'commerce.isbn': 'isbn',
  'finance.iban': 'iban',
  'finance.bic': 'bic swift',
  'finance.accountNumber': 'accountNumber account_number',
  'finance.creditCardNumber': 'creditCard creditCardNumber credit_card',
  'finance.currencyCode': 'currency currencyCode currency_code',
  'finance.amount': 'amount',
  'color.human': 'color colour',
  'color.rgb': 'rgb hexColor',
  'lorem.word': 'word',
  'lorem.words': 'words',
  'lorem.sentence': 'sentence title',
  'lorem.paragraph': 'paragraph',
  'lorem.slug': 'slug',
  'image.url': 'image imageUrl image_url',
  'image.avatar': 'avatar',
  'string.ulid': 'ulid',
  'string.nanoid': 'nanoid',
  'string.hexadecimal': 'hex',
  'vehicle.vehicle': 'vehicle car',
  'vehicle.vin': 'vin',
  'system.fileName': 'fileName filename file_name',
  'system.filePath': 'filePath',
  'system.mimeType': 'mimeType mime_type mime',
  'system.semver': 'semver',
  'date.month': 'month',
  'date.weekday': 'weekday',
  'animal.type': 'animal',
  'music.genre': 'genre',
  'book.title': 'bookTitle',
  'book.author': 'author',
  'airline.airport': 'airport',
});

function table<T extends string>(lists: Readonly<Record<T, string>>): Record<string, T> {
  const out: Record<string, T> = Object.create(null) as Record<string, T>;
  for (const [name, words] of Object.entries<string>(lists)) {
    for (const word of words.split(' ')) out[word] = name as T;
  }
  return out;
}
