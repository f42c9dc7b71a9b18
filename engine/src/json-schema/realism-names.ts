/**
 * Which idea of a text a name stands for; several, parted by `|`, are tried in turn. The names are sought at the end of a
 * property's name, so that `email` is found in `userEmail`; those with `=` only stand for themselves. Plurals are left out.
 */
export const TEXT_NAMES: ReadonlyMap<string, string> = table({
  'person.firstName': 'first name, given name, fore name, christian name, fname, name first',
  'person.lastName': 'last name, family name, sur name, lname, name last',
  'person.middleName': 'middle name',
  'person.fullName':
    'full name, person name, display name, real name, legal name, maiden name, author, assignee, recipient, card holder, ' +
    'account holder, contact person',
  'person.prefix': 'name prefix, honorific, salutation, honorific prefix',
  'person.suffix': 'name suffix, honorific suffix',
  'person.jobTitle': 'job title, occupation, profession, position title, job position',
  'person.gender': 'gender, sex',
  'person.bio': 'bio, biography',
  'internet.email': 'email, mail, email address, mail address, email addr',
  'internet.username': 'user name, login, login name, nick name, screen name, account name, handle',
  'internet.password': 'password, passwd, pwd, passphrase',
  'internet.url': 'url, uri, link, href, web site, home page, web page, webhook, endpoint',
  'internet.domainName': 'domain, domain name, host, host name, fqdn, server name, dns name',
  'internet.ipv4|internet.ipv6': 'ip, ip address, ip addr, ipv4, ipv4 address, remote addr',
  'internet.ipv6': 'ipv6, ipv6 address',
  'internet.mac': 'mac address, mac addr, hardware address',
  'internet.userAgent': 'user agent',
  'internet.httpMethod': 'http method, request method, http verb',
  'image.avatar': 'avatar, avatar url, profile picture, profile image, profile photo, avatar uri, headshot',
  'image.url':
    'image url, image uri, picture, picture url, photo, photo url, thumbnail, thumbnail url, thumb url, logo url, ' +
    'cover image, banner image, banner url, icon url, image src',
  'phone.number|phoneE164':
    'phone, phone number, telephone, telephone number, tel, mobile, mobile number, mobile phone, cell phone, fax, ' +
    'fax number, phone no, contact number',
  'location.streetAddress':
    'street address, address line, address line1, address1, street1, addr1, ' +
    'postal address, mailing address, home address, billing address, shipping address, delivery address',
  'location.secondaryAddress': 'address line2, address2, secondary address, apartment, apartment number, street2',
  'location.street': 'street, street name, =road',
  'location.buildingNumber': 'building number, house number, street number, house no',
  'location.city': 'city, town, city name, locality, municipality, birth place, home town',
  'location.state|stateCode': 'province, state name, state province, state or province, administrative area',
  stateCode: 'state code, province code',
  'location.county': 'county',
  'location.country|countryCode|countryCode3': 'country, country name, nation, country of origin, origin country',
  'countryCode|countryCode3': 'country code, country iso, iso country, country iso code, country iso2',
  countryCode3: 'country iso3, country code3',
  'location.zipCode|zip5': 'zip, zip code, post code, postal code, zip postal',
  'location.timeZone': 'time zone, tz, time zone id',
  'company.name':
    'company, company name, organization, organisation, organization name, organisation name, org name, ' +
    'employer, employer name, business name, firm, vendor, vendor name, supplier, supplier name, manufacturer, ' +
    'manufacturer name, brand, brand name, merchant, merchant name, bank name, store name',
  'company.catchPhrase': 'slogan, catch phrase, tag line, motto',
  'commerce.productName': 'product, product name, item name, product title',
  'commerce.productDescription': 'product description',
  'commerce.department': 'department, department name, product category, dept',
  'commerce.isbn': 'isbn, isbn13',
  'finance.iban': 'iban',
  'finance.bic': 'bic, swift, swift code, bic code',
  'finance.accountNumber': 'account number, bank account, bank account number, account no',
  'finance.creditCardNumber': 'credit card, credit card number, card number',
  'finance.creditCardCVV': 'cvv, cvc, card cvv, security code',
  'finance.currencyCode': 'currency, currency code, currency iso',
  'color.human|color.rgb': 'color, colour, color name, colour name',
  'color.rgb': 'hex color, color hex, color code, background color, foreground color, text color, rgb, hex colour',
  'book.title': 'book title, book name',
  'book.author': 'book author',
  'book.publisher': 'book publisher',
  'music.genre': 'music genre, song genre',
  'music.songName': 'song, song name, song title, track name, track title',
  'music.album': 'album, album name, album title',
  'music.artist': 'artist, artist name, band name',
  'vehicle.vin': 'vin, vehicle identification number',
  'vehicle.manufacturer': 'car make, vehicle make, car brand',
  'vehicle.model': 'car model, vehicle model',
  'airline.flightNumber': 'flight number, flight no',
  'system.fileName': 'file name, attachment name',
  'system.filePath': 'file path, full path, absolute path, path to file',
  'system.directoryPath': 'directory, folder, dir, directory path, folder path',
  'system.fileExt': 'file extension, file ext',
  'system.mimeType': 'mime type, mime, content type, media type',
  'system.semver': 'version, app version, semver, version number, software version, firmware version',
  slug: 'slug, permalink',
  'identifier|lorem.word': 'package name, project name, repo name, repository name, module name, plugin name',
  'git.branch': 'branch, branch name, git branch',
  'git.commitSha': 'commit, commit sha, commit hash, git sha, sha, sha1, revision hash, commit id, head sha',
  'phone.imei': 'imei',
  'uuid|objectId': 'id, uid, guid, uuid, identifier',
  'token|md5': 'token, api key, secret, secret key, nonce',
  md5: 'md5, etag, =hash',
  sha256: 'sha256, checksum, digest',
  sku: 'sku, product code, item code, article number, part number, stock keeping unit',
  gtin: 'ean, gtin, bar code, ean13, upc',
  language: 'lang, language code, language iso',
  'locale|localeName|language': 'locale, culture, language tag, locale code, preferred locale',
  license: 'license, licence, spdx, license id, spdx id',
  'datetime|date':
    '=created, =updated, =modified, last modified, timestamp, date time, start time, end time, creation time, event time, ' +
    'last login, last seen, =expires, expiry, expiration, deadline',
  'date|datetime': 'date, valid from, valid until, valid to',
  'birthDate|birthDatetime': 'date of birth, birth date, birth day, dob',
  'time|timeZulu|hour': '=time, time of day, opening time, closing time',
  duration: 'iso duration',
  label: 'label, short name',
  title: 'headline, heading, =subject, sub title, caption',
  sentence:
    'description, summary, message, comment, note, remark, tool tip, hint, help text, abstract, reason, excerpt, question, ' +
    'answer, instruction, feedback, synopsis, alt text',
  paragraph: '=body, long description, =article, full text, =about, about me, essay, =detail, =story, =review',
  'lorem.word': 'tag, keyword, =category, word, =genre',
});

/** Which idea of a number a name stands for. */
export const NUMBER_NAMES: ReadonlyMap<string, string> = table({
  age: 'age, age in year, age year',
  year: 'year, =founded',
  birthYear: 'birth year, year of birth',
  month: 'month',
  day: 'day of month, =day',
  hour: '=hour',
  minute: '=minute',
  latitude: 'lat, latitude',
  longitude: 'lng, lon, long, longitude',
  altitude: 'altitude, elevation',
  price: 'price, amount, =total, sub total, grand total, cost, fee, balance, revenue, =payment, charge',
  salary: 'salary, income, wage',
  quantity: 'quantity, qty',
  count:
    'count, =view, =like, =download, =follower, =visit, =hit, =stock, in stock, stock level, inventory, population',
  percent: 'percent, percentage, pct, progress, completion, humidity, battery level',
  share: 'ratio, probability, fraction, confidence, likelihood, =opacity, =share',
  rating: 'rating, =star',
  score: 'score, =point, =grade',
  temperature: 'temperature, temp',
  weight: 'weight, =mass, weight kg',
  length: 'distance, distance km, depth cm, length cm, height cm, width cm',
  pixels: '=width, =height, width px, height px, image width, image height, pixel, screen width, screen height',
  bytes: 'file size, byte, content length',
  port: 'port, port number',
  httpStatus: 'http status, status code',
  seconds: 'second, ttl, uptime, duration',
  milliseconds: 'millisecond, millis, latency, latency ms, timeout ms, delay ms, elapsed ms, duration ms',
  id: 'id, identifier, =pk',
  unixMs: 'timestamp, timestamp ms, time ms, epoch ms',
  unix: 'unix time, =epoch, unix timestamp, epoch second',
});

/** What a `name`, an `address` or the like belongs to decides what it is. */
export const SUBJECTS: Readonly<
  Record<'person' | 'company' | 'product' | 'place' | 'book' | 'song', ReadonlySet<string>>
> = {
  person: words(
    'person people user customer client employee member author contact owner patient student teacher doctor player ' +
      'guest passenger buyer seller shopper subscriber visitor attendee participant applicant candidate manager ' +
      'director actor artist speaker writer editor reviewer driver parent child spouse mother father friend human ' +
      'profile account sender receiver recipient beneficiary emergency individual contributor maintainer staff worker ' +
      'tenant voter citizen holder full first creator leader founder admin administrator agent lead cardholder',
  ),
  company: words(
    'company organization organisation org employer vendor supplier manufacturer brand merchant business firm ' +
      'publisher bank retailer store shop corporation enterprise insurer partner',
  ),
  product: words('product item article goods merchandise offer'),
  place: words(
    'address location billing shipping home mailing delivery postal place residence residential destination origin ' +
      'street work office venue site pickup warehouse',
  ),
  book: words('book novel'),
  song: words('song track'),
};

/** Words in a description after which `name` or the like is none of a person. */
export const THINGS = words(
  'package project file repository repo module plugin library event table column field property attribute key server ' +
    'service host container image workflow job step action task command script variable parameter option setting ' +
    'configuration config environment branch tag version resource class function method type schema component ' +
    'template application app program device sensor node cluster group team role permission category product item ' +
    'animal pet dog cat city country state region street school course movie film game theme font icon color dataset ' +
    'database index layer channel queue topic bucket metric test suite rule policy extension operation endpoint header',
);

/**
 * Phrases that tell what a text is when a title or description has them near its beginning and the name says nothing.
 */
export const PHRASES: readonly (readonly [RegExp, string])[] = [
  [/\be-?mail address(es)?\b/, 'internet.email'],
  [/\b(tele)?phone number\b/, 'phone.number|phoneE164'],
  [/\b(zip|postal) code\b|\bpostcode\b/, 'location.zipCode|zip5'],
  [/\b(first|given) name\b/, 'person.firstName'],
  [/\b(last|family) name\b|\bsurname\b/, 'person.lastName'],
  [/\bfull name of (the|a) (person|user|customer|employee|author|contact|owner)\b/, 'person.fullName'],
  [/\biso[- ]?3166\b.*\balpha-?3\b/, 'countryCode3'],
  [/\biso[- ]?3166\b|\b(two|2)[- ]letter country code\b/, 'countryCode|countryCode3'],
  [/\biso[- ]?4217\b|\bcurrency code\b/, 'finance.currencyCode'],
  [/\biso[- ]?639\b|\blanguage code\b/, 'language'],
  [/\bbcp[- ]?47\b|\blanguage tag\b/, 'locale'],
  [/\biana time ?zone\b/, 'location.timeZone'],
  [/\bipv6 address\b/, 'internet.ipv6'],
  [/\bip(v4)? address\b/, 'internet.ipv4|internet.ipv6'],
  [/\bmac address\b/, 'internet.mac'],
  [/\buuid\b|\bguid\b/, 'uuid'],
  [/\b(mime|media) type\b/, 'system.mimeType'],
  [/\b(semver|semantic version)\b/, 'system.semver'],
  [/\biso[- ]?8601 (date-?time|timestamp)\b|\brfc ?3339\b/, 'datetime|date'],
  [/\biso[- ]?8601 date\b/, 'date|datetime'],
  [/\b(street|home|postal|mailing) address\b/, 'location.streetAddress'],
  [/\b(url|uri|link) (of|to|for|where|that|pointing)\b/, 'internet.url'],
  [/\biban\b/, 'finance.iban'],
];

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(' '));
}

function table(lists: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [idea, names] of Object.entries(lists)) {
    for (const name of names.split(/, */)) found.set(name.replaceAll(' ', ''), idea);
  }
  return found;
}
