import type { BuiltInType } from './registry.js';

/** What `generate` makes without a schema. */
export const DEFAULT_SCHEMAS: Readonly<Record<BuiltInType, object>> = {
  structured: {
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
  },
  timeseries: {
    name: 'measurements',
    type: 'timeseries',
    fields: {
      timestamp: 'datetime',
      temperature: {
        type: 'number',
        min: -10,
        max: 40,
        base: 15,
        seasonality: [{ period: '1d', amplitude: 6, peak: '15h' }],
        noise: { type: 'ou', reversion: '1/h', stdDev: 0.8 },
      },
      humidity: {
        type: 'number',
        min: 0,
        max: 100,
        base: 55,
        drivers: [{ field: 'temperature', coefficient: -1.2 }],
        noise: { type: 'ou', reversion: '1/h', stdDev: 2 },
      },
      pressure: { type: 'number', min: 950, max: 1060, base: 1013, noise: { type: 'ou', reversion: '1/d', stdDev: 8 } },
    },
  },
  events: {
    name: 'events',
    type: 'events',
    arrival: { type: 'poisson' },
    fields: {
      id: { type: 'uuid', version: 7 },
      timestamp: 'datetime',
      userId: { type: 'integer', min: 1, max: 1000, distribution: { type: 'zipf', exponent: 1.1 } },
      device: { enum: { phone: 6, desktop: 3, tablet: 1 } },
    },
    events: {
      view: { weight: 10, fields: { page: { enum: { '/': 5, '/pricing': 2, '/docs': 3 } } } },
      search: { weight: 3, fields: { query: 'commerce.product' } },
      purchase: {
        weight: 1,
        fields: {
          amount: { type: 'number', min: 1, decimals: 2, distribution: { type: 'lognormal', mean: 40, stdDev: 30 } },
        },
      },
    },
  },
};
