import type { TableType } from '../schema/grammar.js';

/** A request and a schema that answers it. */
export interface PlanExample {
  /** The type of table that it shows. */
  readonly type: TableType;
  readonly request: string;
  readonly schema: string;
}

/** What a language model is shown: each is small, and without mistakes. */
export const PLAN_EXAMPLES: readonly PlanExample[] = [
  {
    type: 'structured',
    request: 'an online shop: customers and their orders',
    schema: `name: shop
tables:
  customers:
    description: People with an account.
    count: 1000
    fields:
      id: uuid
      name: person.fullName
      email: { type: internet.email, from: name, unique: true }
      phone: phone.number?
      country: { enum: { US: 5, DE: 2, JP: 1 } }
      address: { type: object, fields: { city: location.city, zip: location.zipCode } }
      joinedAt: { type: datetime, min: now-2y, max: now-90d }
      spent: { expr: 'sum(orders.map(o, o.total))', decimals: 2 }
  orders:
    description: What they bought.
    count: { per: customers, min: 0, max: 20, distribution: { type: poisson, mean: 3 } }
    fields:
      id: sequence
      customerId: { ref: customers.id }
      orderedAt: { type: datetime, after: customers.joinedAt, within: 90d }
      quantity: integer (1..5)
      price: { type: number, min: 1, max: 900, decimals: 2, distribution: { type: lognormal, mean: 40, stdDev: 30 } }
      total: { expr: quantity * price, decimals: 2 }
      status: { enum: { paid: 9, refunded: 1 } }
      refundedAt: { type: datetime, after: orderedAt, within: 30d, when: status == 'refunded' }
      label: { template: '{{customers.country}}-{{id}}' }
`,
  },
  {
    type: 'timeseries',
    request: 'temperature of two rooms, a value a minute',
    schema: `name: rooms
type: timeseries
start: 2026-01-01
interval: 1m
duration: 7d
series: { room: [kitchen, office] }
fields:
  timestamp: datetime
  temperature:
    type: number
    min: 5
    max: 40
    decimals: 1
    base: 20
    seasonality: [{ period: 1d, amplitude: 3, peak: 15h }]
    noise: { type: ar, coefficients: [0.8], stdDev: 0.3 }
  heating: { expr: temperature < 19 }
`,
  },
  {
    type: 'events',
    request: 'clicks on a website',
    schema: `name: clicks
type: events
start: 2026-01-05
duration: 1d
rate: 20/m
fields:
  id: uuid
  timestamp: datetime
  device: { enum: { phone: 6, desktop: 4 } }
events:
  view: { weight: 8, fields: { page: { enum: { /: 5, /pricing: 2 } } } }
  purchase: { weight: 1, fields: { amount: { type: number, min: 5, max: 500, decimals: 2 } } }
`,
  },
];
