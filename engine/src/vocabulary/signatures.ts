/**
 * Every method of `@faker-js/faker` {@link VOCABULARY_VERSION} that gives a data value, one a line, as its type
 * declarations have it: `module.method(parameters): result — description — example`. Parameters in braces are the
 * properties of one options object, others are positional; `range` is `{ min, max }`. Kept as text because it is read
 * only for help and for checking options; a test compares it with the installed faker.
 */
export const SIGNATURES = String.raw`
airline.airport(): object — A random airport. — { name: 'Dallas Fort Worth International Airport', iataCode: 'DFW' }
airline.airline(): object — A random airline. — { name: 'American Airlines', iataCode: 'AA' }
airline.airplane(): object — A random airplane. — { name: 'Airbus A321neo', iataTypeCode: '32Q' }
airline.recordLocator({ allowNumerics?: boolean, allowVisuallySimilarCharacters?: boolean }): string — A random record locator. — 'KIFRWE'
airline.seat({ aircraftType?: 'narrowbody'|'regional'|'widebody' }): string — A random seat. — '22C'
airline.aircraftType(): 'narrowbody'|'regional'|'widebody' — A random aircraft type. — 'narrowbody'
airline.flightNumber({ length?: number|range, addLeadingZeros?: boolean }): string — A random flight number. — '2405'
animal.dog(): string — A random dog breed. — 'Irish Water Spaniel'
animal.cat(): string — A random cat breed. — 'Singapura'
animal.snake(): string — A random snake species. — 'Eyelash viper'
animal.bear(): string — A random bear species. — 'Asian black bear'
animal.lion(): string — A random lion species. — 'Northeast Congo Lion'
animal.cetacean(): string — A random cetacean species. — 'Spinner Dolphin'
animal.horse(): string — A random horse breed. — 'Swedish Warmblood'
animal.bird(): string — A random bird species. — 'Buller's Shearwater'
animal.cow(): string — A random cow species. — 'Brava'
animal.fish(): string — A random fish species. — 'Mandarin fish'
animal.crocodilia(): string — A random crocodilian species. — 'Philippine Crocodile'
animal.insect(): string — A random insect species. — 'Pyramid ant'
animal.rabbit(): string — A random rabbit species. — 'Florida White'
animal.rodent(): string — A random rodent breed. — 'Cuscomys ashanika'
animal.type(): string — A random animal type. — 'crocodile'
animal.petName(): string — A random pet name. — 'Coco'
book.author(): string — A random author name. — 'William Shakespeare'
book.format(): string — A random book format. — 'Hardcover'
book.genre(): string — A random genre. — 'Fantasy'
book.publisher(): string — A random publisher. — 'Addison-Wesley'
book.series(): string — A random series. — 'Harry Potter'
book.title(): string — A random title. — 'Romeo and Juliet'
color.human(): string — A random human-readable color name. — 'red'
color.space(): string — A random color space name from the worldwide accepted color spaces. — 'sRGB'
color.cssSupportedFunction(): 'rgb'|'rgba'|'hsl'|'hsla'|'hwb'|'cmyk'|'lab'|'lch'|'color' — A random CSS-supported color function name. — 'rgb'
color.cssSupportedSpace(): 'sRGB'|'display-p3'|'rec2020'|'a98-rgb'|'prophoto-rgb' — A random CSS-supported color space name. — 'display-p3'
color.rgb({ prefix?: string, casing?: 'upper'|'lower'|'mixed', format?: 'hex'|'css'|'binary'|'decimal', includeAlpha?: boolean }): string|number[] — An RGB color. — '#8be4ab'
color.cmyk({ format?: 'css'|'binary'|'decimal' }): string|number[] — A CMYK color. — [0.31, 0.52, 0.32, 0.43]
color.hsl({ format?: 'css'|'binary'|'decimal', includeAlpha?: boolean }): string|number[] — An HSL color. — [201, 0.23, 0.32]
color.hwb({ format?: 'css'|'binary'|'decimal' }): string|number[] — An HWB color. — [201, 0.21, 0.31]
color.lab({ format?: 'css'|'binary'|'decimal' }): string|number[] — A LAB (CIELAB) color. — [0.832133, -80.3245, 100.1234]
color.lch({ format?: 'css'|'binary'|'decimal' }): string|number[] — An LCH color. — [0.522345, 72.2, 56.2]
color.colorByCSSColorSpace({ format?: 'css'|'binary'|'decimal', space?: 'sRGB'|'display-p3'|'rec2020'|'a98-rgb'|'prophoto-rgb' }): string|number[] — A random color based on CSS color space specified. — [0.93, 1, 0.82]
commerce.department(): string — A department inside a shop. — 'Garden'
commerce.productName(): string — A random descriptive product name. — 'Incredible Soft Gloves'
commerce.price({ min?: number, max?: number, dec?: number, symbol?: string }): string — A price between min and max (inclusive). — '828.07'
commerce.productAdjective(): string — An adjective describing a product. — 'Handcrafted'
commerce.productMaterial(): string — A material of a product. — 'Rubber'
commerce.product(): string — A short product name. — 'Computer'
commerce.productDescription(): string — A product description. — 'Featuring Phosphorus-enhanced technology, our Fish offers unparalleled Modern performance'
commerce.isbn({ variant?: 10|13, separator?: string }): string — A random ISBN identifier. — '978-0-692-82459-7'
commerce.upc({ prefix?: string }): string — A valid UPC‑A (12 digits). — '036000291452'
company.name(): string — A random company name. — 'Zieme, Hauck and McClure'
company.catchPhrase(): string — A random catch phrase that can be displayed to an end user. — 'Upgradable systematic flexibility'
company.buzzPhrase(): string — A random buzz phrase that can be used to demonstrate data being viewed by a manager. — 'cultivate synergistic e-markets'
company.catchPhraseAdjective(): string — A random catch phrase adjective that can be displayed to an end user. — 'Multi-tiered'
company.catchPhraseDescriptor(): string — A random catch phrase descriptor that can be displayed to an end user. — 'composite'
company.catchPhraseNoun(): string — A random catch phrase noun that can be displayed to an end user. — 'leverage'
company.buzzAdjective(): string — A random buzz adjective that can be used to demonstrate data being viewed by a manager. — 'one-to-one'
company.buzzVerb(): string — A random buzz verb that can be used to demonstrate data being viewed by a manager. — 'empower'
company.buzzNoun(): string — A random buzz noun that can be used to demonstrate data being viewed by a manager. — 'paradigms'
database.column(): string — A random database column name. — 'createdAt'
database.type(): string — A random database column type. — 'timestamp'
database.collation(): string — A random database collation. — 'utf8_unicode_ci'
database.engine(): string — A random database engine. — 'ARCHIVE'
database.mongodbObjectId(): string — A MongoDB ObjectId string. — 'e175cac316a79afdd0ad3afb'
date.month({ abbreviated?: boolean, context?: boolean }): string — A random name of a month. — 'October'
date.weekday({ abbreviated?: boolean, context?: boolean }): string — A random day of the week. — 'Monday'
date.timeZone(): string — A random IANA time zone name. — 'Pacific/Guam'
date.anytime({ refDate?: string|number|date }): date — A random date that can be either in the past or in the future. — '2022-07-31T01:33:29.567Z'
date.past({ years?: number|range, refDate?: string|number|date }): date — A random date in the past. — '2021-12-03T05:40:44.408Z'
date.future({ years?: number|range, refDate?: string|number|date }): date — A random date in the future. — '2022-11-19T05:52:49.100Z'
date.between({ from: string|number|date, to: string|number|date }): date — A random date between the given boundaries. — '2026-05-16T02:22:53.002Z'
date.betweens({ from: string|number|date, to: string|number|date, count?: number|range }): date[] — Random dates between the given boundaries.
date.recent({ days?: number|range, refDate?: string|number|date }): date — A random date in the recent past. — '2022-02-04T02:09:35.077Z'
date.soon({ days?: number|range, refDate?: string|number|date }): date — A random date in the near future. — '2022-02-05T09:55:39.216Z'
date.birthdate({ refDate?: string|number|date, mode?: 'age'|'year', min?: number, max?: number }): date — A random birthdate. — '1977-07-10T01:37:30.719Z'
finance.accountNumber({ length?: number }): string — A random account number. — '92842238'
finance.accountName(): string — A random account name. — 'Personal Loan Account'
finance.routingNumber(): string — A random ABA routing number. — '062197511'
finance.amount({ min?: number, max?: number, dec?: number, symbol?: string, autoFormat?: boolean }): string — A random amount between the given bounds (inclusive). — '617.87'
finance.transactionType(): string — A random transaction type. — 'payment'
finance.currency(): object — A random currency object, containing 'code', 'name', 'symbol', and 'numericCode' properties. — { code: 'USD', name: 'US Dollar', symbol: '$', numericCode: '840' }
finance.currencyCode(): string — A random currency code. — 'USD'
finance.currencyName(): string — A random currency name. — 'US Dollar'
finance.currencySymbol(): string — A random currency symbol. — '$'
finance.currencyNumericCode(): string — A random currency numeric code. — '840'
finance.bitcoinAddress({ type?: 'legacy'|'segwit'|'bech32'|'taproot', network?: 'mainnet'|'testnet' }): string — A random Bitcoin address. — '1TeZEFLmGPLEQrSRdAcnZLoWwYeiHwmRog'
finance.litecoinAddress(): string — A random Litecoin address. — 'MoQaSTGWBRXkWfyxKbNKuPrAWGELzcW'
finance.creditCardNumber({ issuer?: string }): string — A random credit card number. — '4427163488662'
finance.creditCardCVV(): string — A random credit card CVV. — '506'
finance.creditCardIssuer(): string — A random credit card issuer. — 'discover'
finance.pin({ length?: number }): string — A random PIN number. — '5067'
finance.ethereumAddress(): string — A random, non-checksum Ethereum address. — '0xf03dfeecbafc5147241cc4c4ca20b3c9dfd04c4a'
finance.iban({ formatted?: boolean, countryCode?: string }): string — A random IBAN. — 'TR736918640040966092800056'
finance.bic({ includeBranchCode?: boolean }): string — A random SWIFT/BIC code based on the ISO-9362 format. — 'WYAUPGX1'
finance.transactionDescription(): string — A random transaction description.
food.adjective(): string — A random dish adjective. — 'crispy'
food.description(): string — A random dish description.
food.dish(): string — A random dish name. — 'Tagine-Rubbed Venison Salad'
food.ethnicCategory(): string — A random food's ethnic category. — 'Italian'
food.fruit(): string — A random fruit name. — 'lemon'
food.ingredient(): string — A random ingredient name. — 'butter'
food.meat(): string — A random meat. — 'venison'
food.spice(): string — A random spice name. — 'chilli'
food.vegetable(): string — A random vegetable name. — 'broccoli'
git.branch(): string — A random branch name. — 'feed-parse'
git.commitEntry({ merge?: boolean, eol?: 'LF'|'CRLF', refDate?: string|number|date }): string — A random commit entry as printed by 'git log'.
git.commitMessage(): string — A random commit message. — 'reboot cross-platform driver'
git.commitDate({ refDate?: string|number|date }): string — A date string for a git commit using the same format as 'git log'. — 'Mon Nov 7 14:40:58 2022 +0600'
git.commitSha({ length?: number }): string — A random commit sha. — '2c6e3880fd94ddb7ef72d34e683cdc0c47bec6e6'
hacker.abbreviation(): string — A random hacker/IT abbreviation. — 'THX'
hacker.adjective(): string — A random hacker/IT adjective. — 'cross-platform'
hacker.noun(): string — A random hacker/IT noun. — 'system'
hacker.verb(): string — A random hacker/IT verb. — 'copy'
hacker.ingverb(): string — A random hacker/IT verb for continuous actions (en: ing suffix; e.g. — 'navigating'
hacker.phrase(): string — A random hacker/IT phrase.
image.avatar(): string — A random avatar image url.
image.avatarGitHub(): string — A random avatar from GitHub.
image.personPortrait({ sex?: 'female'|'generic'|'male', size?: 512|256|128|64|32 }): string — A random square portrait (avatar) of a person. — 'https://cdn.jsdelivr.net/gh/faker-js/assets-person-portrait/female/512/57.jpg'
image.url({ width?: number, height?: number }): string — A random image url. — 'https://picsum.photos/seed/NWbJM2B/640/480'
image.urlLoremFlickr({ width?: number, height?: number, category?: string }): string — A random image url provided via https://loremflickr.com. — 'https://loremflickr.com/640/480?lock=1234'
image.urlPicsumPhotos({ width?: number, height?: number, grayscale?: boolean, blur?: 0|10|1|2|3|4|5|6|7|8|9 }): string — A random image url provided via https://picsum.photos. — 'https://picsum.photos/seed/NWbJM2B/640/480'
image.dataUri({ width?: number, height?: number, color?: string, type?: 'svg-uri'|'svg-base64' }): string — A random data uri containing an URL-encoded SVG image or a Base64-encoded SVG image. — 'data:image/svg+xml;charset=UTF-8,%3Csvg%20xmlns%3D%22http...'
internet.email({ firstName?: string, lastName?: string, provider?: string, allowSpecialCharacters?: boolean }): string — An email address using the given person's name as base. — 'Kassandra4@hotmail.com'
internet.exampleEmail({ firstName?: string, lastName?: string, allowSpecialCharacters?: boolean }): string — An email address using an example mail provider using the given person's name as base. — 'Helmer.Graham23@example.com'
internet.username({ firstName?: string, lastName?: string }): string — A username using the given person's name as base. — 'Nettie_Zboncak40'
internet.displayName({ firstName?: string, lastName?: string }): string — A display name using the given person's name as base. — 'Nettie_Zboncak40'
internet.protocol(): 'http'|'https' — A random web protocol. — 'http'
internet.httpMethod(): 'GET'|'POST'|'PUT'|'DELETE'|'PATCH' — A random http method. — 'PATCH'
internet.httpStatusCode({ types?: ('informational'|'success'|'clientError'|'serverError'|'redirection')[] }): number — A random HTTP status code. — 200
internet.url({ appendSlash?: boolean, protocol?: 'http'|'https' }): string — A random http(s) url. — 'https://remarkable-hackwork.info'
internet.domainName(): string — A random domain name. — 'slow-timer.info'
internet.domainSuffix(): string — A random domain suffix. — 'com'
internet.domainWord(): string — A random domain word. — 'close-reality'
internet.ip(): string — A random IPv4 or IPv6 address. — '245.108.222.0'
internet.ipv4({ cidrBlock?: string, network?: string }): string — A random IPv4 address. — '245.108.222.0'
internet.ipv6(): string — A random IPv6 address. — '269f:1230:73e3:318d:842b:daab:326d:897b'
internet.port(): number — A random port number. — 9414
internet.userAgent(): string — A random user agent string.
internet.mac({ separator?: string }): string — A random mac address. — '32:8e:2e:09:c6:05'
internet.password({ length?: number, memorable?: boolean, prefix?: string }): string — A random password-like string. — '89G1wJuBLbGziIs'
internet.emoji({ types?: string[] }): string — A random emoji. — '🥰'
internet.jwtAlgorithm(): string — A random JWT (JSON Web Token) Algorithm. — 'HS256'
internet.jwt({ header?: object, payload?: object, refDate?: string|number|date }): string — A random JWT (JSON Web Token).
location.zipCode({ state?: string, format?: string }): string — Random zip code from specified format. — '17839'
location.city(): string — A random localized city name. — 'East Jarretmouth'
location.buildingNumber(): string — A random building number. — '379'
location.street(): string — A random localized street name. — 'Schroeder Isle'
location.streetAddress({ useFullAddress?: boolean }): string — A random localized street address. — '0917 O'Conner Estates'
location.postalAddress(): string — A random localized full postal address, which may include a street address, secondary address, city, state, and zip code.
location.secondaryAddress(): string — A random localized secondary address. — 'Apt. 861'
location.county(): string — A random localized county, or other equivalent second-level administrative entity for the locale's country such as a district or department.
location.country(): string — A random country name. — 'Greece'
location.continent(): string — A random continent name. — 'Asia'
location.countryCode({ variant?: 'alpha-2'|'alpha-3'|'numeric' }): string — A random ISO_3166-1 country code. — 'SJ'
location.state({ abbreviated?: boolean }): string — A random localized state, or other equivalent first-level administrative entity for the locale's country such as a province or region. — 'Mississippi'
location.direction({ abbreviated?: boolean }): string — A random direction (cardinal and ordinal; northwest, east, etc). — 'Northeast'
location.cardinalDirection({ abbreviated?: boolean }): string — A random cardinal direction (north, east, south, west). — 'North'
location.ordinalDirection({ abbreviated?: boolean }): string — A random ordinal direction (northwest, southeast, etc). — 'Northeast'
location.timeZone(): string — A random IANA time zone relevant to this locale. — 'Pacific/Guam'
location.language(): object — A random spoken language. — { alpha2: 'de', alpha3: 'deu', name: 'German' }
location.latitude({ max?: number, min?: number, precision?: number }): number — A random latitude. — -30.9501
location.longitude({ max?: number, min?: number, precision?: number }): number — A random longitude. — -30.9501
location.nearbyGPSCoordinate({ origin?: number[], radius?: number, isMetric?: boolean }): number[] — A random GPS coordinate within the specified radius from the given coordinate. — [ 33.8475, -170.5953 ]
lorem.word({ length?: number|range, strategy?: 'fail'|'closest'|'shortest'|'longest'|'any-length' }): string — A word of a specified length. — 'temporibus'
lorem.words(wordCount?: number|range): string — A space separated list of words. — 'qui praesentium pariatur'
lorem.sentence(wordCount?: number|range): string — A space separated list of words beginning with a capital letter and ending with a period. — 'Voluptatum cupiditate suscipit autem eveniet aut dolorem aut officiis distinctio.'
lorem.slug(wordCount?: number|range): string — A slugified text consisting of the given number of hyphen separated words. — 'dolores-illo-est'
lorem.sentences(sentenceCount?: number|range, separator?: string): string — The given number of sentences.
lorem.paragraph(sentenceCount?: number|range): string — A paragraph with the given number of sentences.
lorem.paragraphs(paragraphCount?: number|range, separator?: string): string — The given number of paragraphs.
lorem.text(): string — A random text based on a random lorem method. — 'Doloribus autem non quis vero quia.'
lorem.lines(lineCount?: number|range): string — The given number lines of lorem separated by ''\n''.
music.album(): string — A random album name. — '1989'
music.artist(): string — A random artist name. — 'The Beatles'
music.genre(): string — A random music genre. — 'Reggae'
music.songName(): string — A random song name. — 'White Christmas'
person.firstName(sex?: 'female'|'generic'|'male'): string — A random first name. — 'Antwan'
person.lastName(sex?: 'female'|'generic'|'male'): string — A random last name. — 'Hauck'
person.middleName(sex?: 'female'|'generic'|'male'): string — A random middle name. — 'James'
person.fullName({ firstName?: string, lastName?: string, sex?: 'female'|'generic'|'male' }): string — A random full name. — 'Allen Brown'
person.gender(): string — A random gender. — 'Trans*Man'
person.sex(): string — A random sex. — 'female'
person.sexType({ includeGeneric?: boolean }): 'female'|'generic'|'male' — A random sex type. — Sex.Female
person.bio(): string — A random short biography. — 'oatmeal advocate, veteran 🐠'
person.prefix(sex?: 'female'|'generic'|'male'): string — A random person prefix. — 'Miss'
person.suffix(): string — A random person suffix. — 'DDS'
person.jobTitle(): string — A random job title. — 'Global Accounts Engineer'
person.jobDescriptor(): string — A random job descriptor. — 'Customer'
person.jobArea(): string — A random job area. — 'Brand'
person.jobType(): string — A random job type. — 'Assistant'
person.zodiacSign(): string — A random zodiac sign. — 'Pisces'
phone.number({ style?: 'human'|'national'|'international'|'mobile' }): string — A random phone number. — '961-770-7727'
phone.imei(): string — IMEI number. — '13-850175-913761-7'
science.chemicalElement(): object — A random periodic table element. — { symbol: 'H', name: 'Hydrogen', atomicNumber: 1 }
science.unit(): object — A random scientific unit. — { name: 'meter', symbol: 'm' }
system.fileName({ extensionCount?: number|range }): string — A random file name with extension. — 'faithfully_calculating.u8mdn'
system.commonFileName(extension?: string): string — A random file name with a given extension or a commonly used extension. — 'dollar.jpg'
system.mimeType(): string — A mime-type. — 'video/vnd.vivo'
system.commonFileType(): string — A commonly used file type. — 'audio'
system.commonFileExt(): string — A commonly used file extension. — 'gif'
system.fileType(): string — A file type. — 'message'
system.fileExt(mimeType?: string): string — A file extension. — 'emf'
system.directoryPath(): string — A directory path. — '/etc/mail'
system.filePath(): string — A file path. — '/usr/local/src/money.dotx'
system.semver(): string — A semantic version. — '1.15.2'
system.networkInterface({ interfaceType?: 'en'|'wl'|'ww', interfaceSchema?: 'index'|'slot'|'mac'|'pci' }): string — A random network interface. — 'enp0s3'
system.cron({ includeYear?: boolean, includeNonStandard?: boolean }): string — A random cron expression. — '45 23 * * 6'
vehicle.vehicle(): string — A random vehicle. — 'BMW Explorer'
vehicle.manufacturer(): string — A manufacturer name. — 'Ford'
vehicle.model(): string — A vehicle model. — 'Explorer'
vehicle.type(): string — A vehicle type. — 'Coupe'
vehicle.fuel(): string — A fuel type. — 'Electric'
vehicle.vin(): string — A vehicle identification number (VIN). — 'YV1MH682762184654'
vehicle.color(): string — A vehicle color. — 'red'
vehicle.vrm(): string — A vehicle registration number (Vehicle Registration Mark - VRM). — 'MF56UPA'
vehicle.bicycle(): string — A type of bicycle. — 'Adventure Road Bicycle'
word.adjective({ length?: number|range, strategy?: 'fail'|'closest'|'shortest'|'longest'|'any-length' }): string — A random adjective. — 'pungent'
word.adverb({ length?: number|range, strategy?: 'fail'|'closest'|'shortest'|'longest'|'any-length' }): string — A random adverb. — 'quarrelsomely'
word.conjunction({ length?: number|range, strategy?: 'fail'|'closest'|'shortest'|'longest'|'any-length' }): string — A random conjunction. — 'in order that'
word.interjection({ length?: number|range, strategy?: 'fail'|'closest'|'shortest'|'longest'|'any-length' }): string — A random interjection. — 'gah'
word.noun({ length?: number|range, strategy?: 'fail'|'closest'|'shortest'|'longest'|'any-length' }): string — A random noun. — 'external'
word.preposition({ length?: number|range, strategy?: 'fail'|'closest'|'shortest'|'longest'|'any-length' }): string — A random preposition. — 'without'
word.verb({ length?: number|range, strategy?: 'fail'|'closest'|'shortest'|'longest'|'any-length' }): string — A random verb. — 'act'
word.sample({ length?: number|range, strategy?: 'fail'|'closest'|'shortest'|'longest'|'any-length' }): string — A random word, that can be an adjective, adverb, conjunction, interjection, noun, preposition, or verb. — 'incidentally'
word.words({ count?: number|range }): string — A random string containing some words separated by spaces. — 'almost'
datatype.boolean({ probability?: number }): boolean — The boolean value true or false. — false
number.int({ min?: number, max?: number, multipleOf?: number }): number — A single random integer between zero and the given max value or the given range. — 2900970162509863
number.float({ min?: number, max?: number, fractionDigits?: number, multipleOf?: number }): number — A single random floating-point number, by default between '0.0' and '1.0'. — 0.5688541042618454
number.binary({ min?: number, max?: number }): string — A binary number. — '1'
number.octal({ min?: number, max?: number }): string — An octal number. — '5'
number.hex({ min?: number, max?: number }): string — A lowercase hexadecimal number. — 'b'
number.bigInt({ min?: string|number|bigint|boolean, max?: string|number|bigint|boolean, multipleOf?: string|number|bigint|boolean }): bigint — A BigInt number. — 55422n
number.romanNumeral({ min?: number, max?: number }): string — A roman numeral in String format. — "CMXCIII"
string.fromCharacters(characters: string|string[], length?: number|range): string — A string from the given characters. — 'c'
string.alpha({ length?: number|range, casing?: 'upper'|'lower'|'mixed', exclude?: string|string[] }): string — Generating a string consisting of letters in the English alphabet. — 'b'
string.alphanumeric({ length?: number|range, casing?: 'upper'|'lower'|'mixed', exclude?: string|string[] }): string — Generating a string consisting of alpha characters and digits. — '2'
string.binary({ length?: number|range, prefix?: string }): string — A binary string. — '0b1'
string.octal({ length?: number|range, prefix?: string }): string — An octal string. — '0o3'
string.hexadecimal({ length?: number|range, casing?: 'upper'|'lower'|'mixed', prefix?: string }): string — A hexadecimal string. — '0xB'
string.numeric({ length?: number|range, allowLeadingZeros?: boolean, exclude?: string|string[] }): string — A given length string of digits. — '2'
string.sample(length?: number|range): string — A string containing UTF-16 chars between 33 and 125 ('!' to '}'). — 'Zo!.:*e>wR'
string.uuid({ version?: 4|7, refDate?: string|number|date }): string — A UUID (Universally Unique Identifier). — '4136cd0b-d90b-4af7-b485-5d1ded8db252'
string.ulid({ refDate?: string|number|date }): string — A ULID (Universally Unique Lexicographically Sortable Identifier). — '01ARZ3NDEKTSV4RRFFQ69G5FAV'
string.nanoid(length?: number|range): string — A Nano ID. — ptL0KpX_yRMI98JFr6B3n
string.symbol(length?: number|range): string — A string containing only special characters from the following list:. — '$'
`;

/** Version of faker whose methods and data are in use. A change of it may change drawn values. */
export const VOCABULARY_VERSION = '10.6.0';
