/** What `generate structured` makes without a schema: a small table of people. */
export const DEFAULT_SCHEMA = {
  name: 'people',
  fields: {
    id: 'sequence',
    uuid: 'uuid',
    name: 'person.fullName',
    email: { type: 'internet.email', from: 'name', unique: true },
    phone: 'phone.number',
    age: { type: 'integer', min: 18, max: 90, distribution: { type: 'normal', mean: 42, stdDev: 15 } },
    city: 'location.city',
    country: 'location.country',
    active: 'boolean (0.8)',
    signedUpAt: { type: 'datetime', min: 'now-2y', max: 'now' },
  },
};
