import assert from 'node:assert/strict';
import { valueAt } from '../../../engine/src/columns/read.js';
import { textColumn } from '../../../engine/src/columns/text.js';
import type { Batch, Drawer } from '../../../engine/src/fields/drawer.js';
import { locales } from '../../../engine/src/vocabulary/catalog.js';
import { loadVocabulary } from '../../../engine/src/vocabulary/locale.js';
import { type FromField, fromRole, type FromRole } from '../../../engine/src/vocabulary/semantic.js';
import { sexOf } from '../../../engine/src/vocabulary/sex.js';
import { slugsOf } from '../../../engine/src/vocabulary/slug.js';
import { batchOf, compile, draw, range, valuesOf } from './draws.js';

const LOCALES = ['en', 'de', 'fr', 'es', 'ja', 'zh_CN', 'pt_BR', 'ar', 'ru', 'ko'];
const EMAIL = /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)+$/;

/** A field that knows its parts, as the engine passes a plain semantic field. */
function known(role: FromRole, drawer: Drawer): FromField {
  return { role, drawer, column: (batch) => drawer.draw(batch) };
}

/** The same values, read from the column alone. */
function read(role: FromRole, drawer: Drawer): FromField {
  return { role, column: (batch) => textColumn(valuesOf(drawer.draw(batch)) as string[]) };
}

function texts(role: FromRole, values: readonly (string | null)[]): FromField {
  return {
    role,
    nullable: true,
    column: (batch) => textColumn(Array.from(batch.rows, (row) => values[row % values.length])),
  };
}

const numbers = { number: (batch: Batch) => Float64Array.from(batch.rows, (row) => (row * 7919 + 13) % 1_000_003) };

describe('fields made from a name', () => {
  for (const locale of LOCALES) {
    it(`are emails that belong to it in ${locale}, whether its parts are known or read`, async () => {
      const name = await compile({ type: 'person.fullName', locale, name: 'name' });
      const fast = await compile({ type: 'internet.email', locale, from: [known('name', name)] });
      const slow = await compile({ type: 'internet.email', locale, from: [read('name', name)] });
      const batch = batchOf(range(0, 400));
      const first = await compile({ type: 'person.firstName', locale, from: [known('name', name)] });
      const last = await compile({ type: 'person.lastName', locale, from: [known('name', name)] });
      const { slug } = slugsOf(await loadVocabulary(locale));
      const firsts = valuesOf(first.draw(batch)).map(String);
      const lasts = valuesOf(last.draw(batch)).map(String);
      const emails = valuesOf(fast.draw(batch)).map(String);
      let agree = 0;
      valuesOf(slow.draw(batch)).forEach((email, i) => {
        assert.match(String(email), EMAIL);
        assert.match(emails[i], EMAIL);
        const local = emails[i].split('@')[0];
        const slugs = [slug(firsts[i]), ...lasts[i].split(/[ -]/).map(slug)].map((s) => s.slice(0, 23));
        assert.ok(
          slugs.some((s) => local.includes(s)),
          `${emails[i]} of ${firsts[i]} ${lasts[i]}`,
        );
        if (email === emails[i]) agree++;
      });
      // Where a word is both a first and a last name, reading may take one for the other.
      assert.ok(agree > 360, `${agree} of 400 agree`);
    });
  }

  it('keep to their rows, whatever rows are drawn together', async () => {
    const name = await compile({ type: 'person.fullName', name: 'name' });
    for (const type of [
      'internet.email',
      'internet.username',
      'internet.displayName',
      'person.sex',
      'person.firstName',
    ]) {
      for (const from of [[known('name', name)], [read('name', name)]]) {
        const drawer = await compile({ type, from });
        const all = valuesOf(drawer.draw(batchOf(range(0, 60))));
        assert.deepEqual(
          valuesOf(drawer.draw(batchOf([59, 2, 2, 31]))),
          [59, 2, 2, 31].map((row) => all[row]),
          type,
        );
      }
    }
  });

  it('carry a number where they are unique, and no two are alike', async () => {
    const name = await compile({ type: 'person.fullName', name: 'name' });
    const cases: { type: string; from: readonly FromField[] }[] = [
      { type: 'internet.email', from: [known('name', name)] },
      { type: 'internet.email', from: [] },
      { type: 'internet.username', from: [read('name', name)] },
      { type: 'internet.exampleEmail', from: [texts('firstName', ['Anna', 'Bo7', '4711', '李'])] },
      { type: 'internet.displayName', from: [texts('name', ['Anna Schmidt 2', 'Louis XIV', 'R2 D2'])] },
      { type: 'internet.url', from: [] },
      { type: 'internet.domainName', from: [] },
      { type: 'internet.domainWord', from: [] },
    ];
    for (const { type, from } of cases) {
      const rows = from.length === 1 && type === 'internet.email' ? 200_000 : 20_000;
      const drawer = await compile({ type, from, unique: numbers });
      const batch = batchOf(range(0, rows));
      const values = valuesOf(drawer.draw(batch)).map(String);
      assert.equal(new Set(values).size, rows, type);
      const expected = numbers.number(batch);
      values.slice(0, 500).forEach((value, i) => {
        const word = value.replace(/^https:\/\//, '').replace(/@.*$/, '');
        const digits = /(\d+)(?:\.[a-z.]+\/?)?$/.exec(word)?.[1];
        assert.equal(Number(digits), expected[i], value);
      });
    }
  });

  it('are null where the name is', async () => {
    const values = await draw({ type: 'internet.email', from: [texts('name', ['Anna Schmidt', null])] }, 4);
    assert.deepEqual(
      values.map((v) => v === null),
      [false, true, false, true],
    );
  });

  it('are of the domain of a company, which is also its website', async () => {
    const from = [
      texts('name', ['Anna Schmidt']),
      texts('other', ['Müller & Söhne GmbH', 'https://www.Example.org/x', '株式会社山田']),
    ];
    const emails = (await draw({ type: 'internet.email', locale: 'de', from }, 2)).map((e) => String(e).split('@')[1]);
    assert.match(emails[0], /^mueller-soehne\.[a-z]+$/);
    assert.equal(emails[1], 'example.org');
    const sites = await draw({ type: 'internet.url', locale: 'de', from: [from[1]] }, 2);
    assert.deepEqual(
      sites,
      emails.map((domain) => `https://${domain}`),
    );
  });

  it('take first and last name from two fields', async () => {
    const from = [texts('firstName', ['Zoë', 'Óscar']), texts('lastName', ["O'Brien", 'de la Cruz'])];
    for (const [i, email] of (await draw({ type: 'internet.email', from }, 40)).entries()) {
      assert.match(String(email), i % 2 === 0 ? /zoe|obrien/ : /oscar|delacruz/);
    }
    const names = await draw({ type: 'person.fullName', from }, 40);
    for (const [i, name] of names.entries())
      assert.ok(String(name).includes(i % 2 === 0 ? "Zoë O'Brien" : 'Óscar de la Cruz'));
  });

  it('refuse what they cannot be made from', async () => {
    const name = texts('name', ['Anna Schmidt']);
    const cases: [string, Record<string, unknown>, FromField[], RegExp][] = [
      ['animal.dog', {}, [name], /animal.dog cannot be made from any other field/],
      ['location.city', {}, [texts('other', ['France'])], /location.city cannot be made from any other field/],
      ['internet.email', {}, [texts('sex', ['f'])], /cannot be made from a sex, only from a full name or/],
      ['internet.email', {}, [name, name], /a full name comes twice/],
      ['internet.email', { firstName: 'Bo' }, [name], /takes "firstName" or a field that says the same, not both/],
      ['person.firstName', { sex: 'male' }, [texts('sex', ['f'])], /takes the option "sex" or a field/],
    ];
    for (const [type, options, from, message] of cases) {
      await assert.rejects(compile({ type, options, from }), (error: Error) => {
        assert.match(error.message, message);
        return true;
      });
    }
  });

  it('are told by semantic type or field name', () => {
    const cases: [string | undefined, string, FromRole][] = [
      ['person.fullName', 'x', 'name'],
      ['company.name', 'name', 'other'],
      [undefined, 'first_name', 'firstName'],
      [undefined, 'Nachname', 'lastName'],
      [undefined, 'gender', 'sex'],
      [undefined, 'companyName', 'other'],
      [undefined, 'reviewer name', 'name'],
      [undefined, 'price', 'other'],
    ];
    for (const [semantic, name, role] of cases) assert.equal(fromRole(semantic, name), role, name);
  });
});

describe('names after a sex', () => {
  it('are of that sex', async () => {
    const { definitions } = await loadVocabulary('de');
    const lists = definitions.person!.first_name as { female: string[]; male: string[]; generic: string[] };
    const from = [texts('sex', ['weiblich', 'M', 'divers', null])];
    const names = await draw({ type: 'person.firstName', locale: 'de', from }, 4000);
    let women = 0;
    names.forEach((name, i) => {
      const [woman, man] = [lists.female.includes(name as string), lists.male.includes(name as string)];
      if (i % 4 === 0) assert.ok(woman || lists.generic.includes(name as string));
      else if (i % 4 === 1) assert.ok(man || lists.generic.includes(name as string));
      else if (woman && !man) women++;
    });
    assert.ok(women > 400 && women < 1600);
    for (const name of await draw({ type: 'person.fullName', locale: 'ru', from: [texts('sex', ['женский'])] }, 200)) {
      assert.match(String(name), /(а|я|ь|а\s)/);
    }
    assert.ok((await draw({ type: 'person.prefix', from: [texts('sex', ['male'])] }, 50)).every((p) => p !== 'Mrs.'));
    assert.ok(
      (await draw({ type: 'image.personPortrait', from: [texts('sex', ['f'])] })).every((u) =>
        String(u).includes('/female/'),
      ),
    );
  });

  it('give that sex back', async () => {
    const sex = await compile({ type: 'person.sexType', name: 'sex' });
    const name = await compile({ type: 'person.fullName', name: 'name', from: [known('sex', sex)] });
    const again = await compile({ type: 'person.sexType', from: [known('name', name)] });
    const batch = batchOf(range(0, 500));
    assert.deepEqual(valuesOf(again.draw(batch)), valuesOf(sex.draw(batch)));
    const read = await draw({ type: 'person.sex', locale: 'de', from: [texts('firstName', ['Heidi', 'Günther'])] }, 2);
    assert.deepEqual(read, ['weiblich', 'männlich']);
  });

  it('understand words in many languages and ISO 5218', () => {
    for (const word of ['female', 'F', ' Weiblich ', 'w', 'femme', 'mujer', '女', 'أنثى', 'Ж', 2])
      assert.equal(sexOf(word), 0, String(word));
    for (const word of ['male', 'm', 'männlich', 'homme', 'hombre', '男性', 'ذكر', 1])
      assert.equal(sexOf(word), 1, String(word));
    for (const word of ['divers', 'x', '', null, 0, 9, true]) assert.equal(sexOf(word), 2, String(word));
  });
});

describe('slugs', () => {
  it('spell names in Latin letters', async () => {
    const cases: [string, string, string][] = [
      ['de', 'Müller-Lüdenscheidt', 'mueller-luedenscheidt'],
      ['de', 'Groß', 'gross'],
      ['en', 'Müller', 'muller'],
      ['en', "O'Reilly", 'oreilly'],
      ['fr', 'Élodie', 'elodie'],
      ['pl', 'Łukasz', 'lukasz'],
      ['da', 'Søren', 'soren'],
      ['ru', 'Щербакова', 'scherbakova'],
      ['ja', '佐々木', 'sasaki'],
      ['ja', 'アキラ', 'akira'],
      ['zh_CN', '欧阳', 'ouyang'],
      ['zh_TW', '陳', 'chen'],
      ['ko', '김민준', 'gimminjun'],
      ['ka_GE', 'ნინო', 'nino'],
    ];
    for (const [locale, name, spelling] of cases)
      assert.equal(slugsOf(await loadVocabulary(locale)).slug(name), spelling);
  });

  it('are letters in every locale, whatever the name', async () => {
    for (const locale of locales()) {
      const vocabulary = await loadVocabulary(locale);
      const { slug } = slugsOf(vocabulary);
      const names = Object.values(vocabulary.definitions.person!.last_name as Record<string, string[]>).flat();
      for (const name of [...names.slice(0, 40), '😀', '42', '', '---', 'ｱ', '\u0000', '𠮷田']) {
        assert.match(slug(name), /^[a-z]+(-[a-z]+)*$/, `${locale} ${name}`);
      }
    }
  });
});

describe('domains of semantic types', () => {
  it('hold different values at different places', async () => {
    for (const locale of ['en', 'es', 'ru', 'zh_CN', 'ja']) {
      for (const type of [
        'person.fullName',
        'person.firstName',
        'person.lastName',
        'phone.number',
        'location.street',
        'commerce.productName',
        'internet.ipv4',
        'location.zipCode',
        'date.past',
        'vehicle.vehicle',
      ]) {
        const { domain } = await compile({ type, locale });
        if (!domain) continue;
        const count = Math.min(domain.size, 5000);
        const places = Float64Array.from({ length: count }, (_, i) => Math.floor((i * domain.size) / count));
        const column = domain.at(places);
        const values = range(0, count).map((i) => valueAt(column, i));
        assert.equal(new Set(values).size, count, `${type} in ${locale}`);
      }
    }
  });

  it('are large where people expect it', async () => {
    const at_least: [string, number][] = [
      ['person.fullName', 1e6],
      ['phone.number', 1e9],
      ['internet.ipv4', 2 ** 32],
      ['location.country', 200],
    ];
    for (const [type, size] of at_least) assert.ok((await compile({ type })).domain!.size >= size, type);
  });
});

describe('shares of drawn words', () => {
  /** Pearson's χ² against expected shares, as standard deviations from its mean. */
  function chiSquare(values: readonly unknown[], shares: ReadonlyMap<unknown, number>): number {
    const counts = new Map<unknown, number>();
    for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
    let sum = 0;
    for (const [value, share] of shares) {
      const expected = share * values.length;
      sum += ((counts.get(value) ?? 0) - expected) ** 2 / expected;
      counts.delete(value);
    }
    assert.equal(counts.size, 0, 'only expected values');
    const df = shares.size - 1;
    return (sum - df) / Math.sqrt(2 * df);
  }

  it('are equal for the words of a list', async () => {
    const { definitions } = await loadVocabulary('en');
    const dogs = definitions.animal!.dog as string[];
    const z = chiSquare(await draw({ type: 'animal.dog' }, 200_000), new Map(dogs.map((d) => [d, 1 / dogs.length])));
    assert.ok(Math.abs(z) < 4, String(z));
  });

  it('are as faker weighs names of one sex and of both', async () => {
    const { definitions } = await loadVocabulary('en');
    const { female, male, generic } = definitions.person!.first_name as Record<string, string[]>;
    const shares = new Map<unknown, number>();
    for (const own of [female, male]) {
      const [a, b] = [3 * Math.sqrt(own.length), Math.sqrt(generic.length)];
      for (const name of own) shares.set(name, (shares.get(name) ?? 0) + a / (a + b) / own.length / 2);
      for (const name of generic) shares.set(name, (shares.get(name) ?? 0) + b / (a + b) / generic.length / 2);
    }
    const z = chiSquare(await draw({ type: 'person.firstName' }, 400_000), shares);
    assert.ok(Math.abs(z) < 4, String(z));
    const name = await compile({ type: 'person.fullName' });
    const firsts = await draw({ type: 'person.firstName', from: [known('name', name)] }, 400_000);
    const full = chiSquare(firsts, shares);
    assert.ok(Math.abs(full) < 4, String(full));
  });

  it('are equal for each word of a phrase, and for its lengths', async () => {
    const { definitions } = await loadVocabulary('en');
    const words = definitions.lorem!.word as string[];
    const sentences = (await draw({ type: 'lorem.sentence' }, 60_000)).map((s) =>
      String(s).slice(0, -1).toLowerCase().split(' '),
    );
    for (const position of [0, 1, 2]) {
      const z = chiSquare(
        sentences.map((s) => s[position]),
        new Map(words.map((w) => [w, 1 / words.length])),
      );
      assert.ok(Math.abs(z) < 4, `${position}: ${z}`);
    }
    const lengths = new Map(range(3, 11).map((n) => [n, 1 / 8]));
    const z = chiSquare(
      sentences.map((s) => s.length),
      lengths,
    );
    assert.ok(Math.abs(z) < 4, String(z));
  });

  it('follow the weights of patterns', async () => {
    const names = (await draw({ type: 'person.fullName' }, 200_000)).map(String);
    const prefixes = ['Mr.', 'Mrs.', 'Ms.', 'Miss', 'Dr.'];
    const share = names.filter((n) => prefixes.includes(n.split(' ')[0])).length / names.length;
    assert.ok(Math.abs(share - 8 / 64) < 0.004, String(share));
    const digits = (await draw({ type: 'finance.accountNumber' }, 50_000)).map(String);
    for (const position of [0, 2, 3, 7]) {
      const z = chiSquare(
        digits.map((d) => d[position]),
        new Map([...'0123456789'].map((d) => [d, 0.1])),
      );
      assert.ok(Math.abs(z) < 4, `${position}: ${z}`);
    }
  });
});
