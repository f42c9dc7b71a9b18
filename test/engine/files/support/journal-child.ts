/** Puts rows into a journal and says so on standard output once each is kept: `node … FOLDER PREFIX COUNT [SIZE]`. */
import { writeSync } from 'node:fs';
import { JournalFolder } from '../../../../engine/src/files/journal-store.js';

const [folder, prefix, count, size = '40'] = process.argv.slice(2);
const journal = new JournalFolder(folder);
const put = async (k: number): Promise<void> => {
  await journal.put(`group/${prefix}-${k}`, { k, text: `${prefix}-${k} `.repeat(Number(size)) });
  writeSync(1, `${k}\n`);
};
for (let k = 0; k < Number(count); k += 4) await Promise.all([put(k), put(k + 1), put(k + 2), put(k + 3)]);
await journal.close();
