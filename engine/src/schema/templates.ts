/** Starter schemas that `init` writes. */
export interface Template {
  /** What `--template` calls it. */
  readonly name: string;
  /** In a few words. */
  readonly description: string;
  /** The schema, in YAML with comments. */
  readonly text: string;
}

const users = `# People with an account: one table. Make 100 of them with
#   agentic-synth generate structured --schema users.synth.yaml --count 100 --output users.csv
name: users
seed: 1 # the same seed gives the same rows; --seed overrides it
count: 10
fields:
  id: uuid
  name: person.fullName
  # "from" makes the address belong to its name; "unique" holds over all rows, however many.
  email: { type: internet.email, from: name, unique: true }
  # A bell curve, cut off at both ends.
  age: { type: integer, min: 18, max: 90, distribution: { type: normal, mean: 40, stdDev: 12 } }
  # Weights are relative: US is drawn five times as often as JP.
  country: { enum: { US: 5, DE: 2, JP: 1 } }
  # One row in ten has no phone number.
  phone: { type: phone.number, nullable: 0.1 }
  # Words in short form: a share of true, a range, a list.
  newsletter: boolean (0.3)
  logins: integer (0..500)
  tags: { type: array, items: { enum: [new, vip, trial] }, length: { min: 0, max: 2 } }
  address:
    type: object
    fields:
      city: location.city
      zip: location.zipCode
  signedUpAt: { type: datetime, min: 2024-01-01, max: 2025-12-31 }
  lastSeenAt: { type: datetime, after: signedUpAt, within: 90d }
`;

const shop = `# A shop in three tables that belong together: orders have a user, items have an order. One file a table:
#   agentic-synth generate structured --schema shop.synth.yaml --format csv --output shop/
name: shop
seed: 42
tables:
  users:
    count: 1000 # --count overrides it; orders and items follow
    fields:
      id: uuid
      name: person.fullName
      email: { type: internet.email, from: name, unique: true }
      country: { enum: { US: 5, DE: 2, JP: 1 } }
      signedUpAt: { type: datetime, min: 2024-01-01, max: 2025-12-31 }
  orders:
    # 0 to 20 for each user, 3 on average.
    count: { per: users, min: 0, max: 20, distribution: { type: poisson, mean: 3 } }
    fields:
      id: sequence
      userId: { ref: users.id }
      # Never before its user signed up.
      orderedAt: { type: datetime, after: users.signedUpAt, within: 90d }
      status: { enum: { paid: 9, refunded: 1 } }
      # Set where the condition holds, null elsewhere.
      refundedAt: { type: datetime, after: orderedAt, within: 30d, when: status == 'refunded' }
      # A parent that sums its children.
      total: { expr: 'sum(items.map(i, i.quantity * i.price))', decimals: 2 }
      label: { template: '{{users.country}}-{{id}}' }
  items:
    count: { per: orders, min: 1, max: 6 }
    primaryKey: [orderId, line]
    fields:
      orderId: { ref: orders.id }
      line: { type: sequence, per: orders } # 1, 2, 3 … in each order
      product: commerce.productName
      quantity: { type: integer, enum: { 1: 8, 2: 3, 5: 1 } }
      price: { type: number, min: 1, decimals: 2, distribution: { type: lognormal, mean: 25, stdDev: 15 } }
`;

const sensors = `# Two thermometers, a value a minute for thirty days.
#   agentic-synth generate timeseries --schema sensors.synth.yaml --output sensors.csv
name: sensors
type: timeseries
seed: 7
start: 2026-01-01T00:00:00Z
interval: 1m
duration: 30d
series: { sensor: [kitchen, roof] }
fields:
  timestamp: datetime
  temperature:
    type: number
    min: -20
    max: 40
    base: 15
    trend: { type: linear, slope: 0.1/d }
    seasonality:
      - { period: 1d, amplitude: 6, peak: 15h } # warmest at three in the afternoon
      - { period: 1w, amplitude: 2 }
    noise: { type: ar, coefficients: [0.8], stdDev: 0.5 } # each value remembers the one before
    anomalies: { probability: 0.001, types: [spike, levelShift], label: anomaly } # "anomaly" says where
    nullable: 0.01
  humidity:
    type: number
    min: 0
    max: 100
    base: 55
    drivers: [{ field: temperature, coefficient: -0.8, lag: 20m }] # follows the temperature
    noise: { type: white, stdDev: 2 }
  alarm: { expr: temperature > 35 }
`;

const traffic = `# Clicks of a shop's visitors, in sessions.
#   agentic-synth generate events --schema traffic.synth.yaml --output traffic/
name: traffic
seed: 5
timezone: Europe/Berlin
tables:
  users:
    count: 2000
    fields:
      id: uuid
      device: { enum: { phone: 6, desktop: 3, tablet: 1 } }
  clicks:
    type: events
    start: 2026-01-05
    duration: 1w
    rate: 2/s
    arrival: { type: profile, weekdays: [5, 5, 5, 5, 4, 2, 2] } # Monday first
    sessions:
      per: users
      first: view
      next: # what follows what, by weight; "end" ends the session
        view: { view: 6, addToCart: 2, end: 2 }
        addToCart: { view: 4, purchase: 3, end: 3 }
        purchase: { end: 1 }
      dwell: { type: lognormal, mean: 40s, stdDev: 1m }
    events: # what each type carries
      view: { fields: { page: { enum: { /: 5, /pricing: 2, /docs: 3 } } } }
      addToCart: { fields: { sku: { pattern: '[A-Z]{3}-\\d{4}' } } }
      purchase: { fields: { amount: { type: number, min: 5, max: 500, decimals: 2 } } }
    fields:
      id: { type: uuid, version: 7 }
      timestamp: datetime
      userId: { ref: users.id }
      device: { ref: users.device }
`;

/** The starter schemas of `agentic-synth init`. */
export const TEMPLATES: readonly Template[] = [
  { name: 'users', description: 'people with an account, one table', text: users },
  { name: 'shop', description: 'users, orders and items, three tables', text: shop },
  { name: 'sensors', description: 'two thermometers, a time series', text: sensors },
  { name: 'traffic', description: 'clicks in sessions, events', text: traffic },
];
