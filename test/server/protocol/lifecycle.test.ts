import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { Duplex } from 'node:stream';
import { run, ROOT } from '../../support/run.js';
import { SERVER } from '../client.js';
import { codes, playground, published } from './support.js';

describe('language server: starting and ending', () => {
  const place = playground();

  it('prints its version and its usage', async () => {
    const { version } = JSON.parse(await readFile(join(ROOT, 'engine/package.json'), 'utf8')) as { version: string };
    const server = (...args: string[]): ReturnType<typeof run> => run(process.execPath, [SERVER, ...args]);
    assert.deepEqual(await server('--version'), { code: 0, signal: null, stdout: `${version}\n`, stderr: '' });
    assert.match((await server('--help')).stdout, /--stdio/);
    const { code, stdout, stderr } = await server();
    assert.equal(code, 2);
    assert.equal(stdout, '');
    assert.match(stderr, /--stdio/);
  });

  it('is the command of the package', async () => {
    const { bin } = JSON.parse(await readFile(join(ROOT, 'engine/package.json'), 'utf8')) as {
      bin: Record<string, string>;
    };
    const file = join(ROOT, 'engine', bin['agentic-synth-language-server']!);
    assert.equal((await run(process.execPath, [file, '--version'])).code, 0);
  });

  it('says what it can, and ends by the protocol with 0', async () => {
    const client = place.client();
    const { capabilities, serverInfo } = await client.start();
    assert.equal(serverInfo?.name, 'agentic-synth');
    assert.deepEqual(capabilities.textDocumentSync, { openClose: true, change: 2 });
    assert.equal(capabilities.diagnosticProvider, undefined);
    assert.equal(await client.close(), 0);
    assert.equal(client.stderr, '');
  });

  it('ends with 1 where nobody said shutdown', async () => {
    const client = await place.start();
    client.notify('exit', null);
    assert.equal(await client.ended(), 1);
  });

  it('ends when its input does', async () => {
    const client = await place.start();
    client.process.stdin!.end();
    assert.equal(await client.ended(), 1);
  });

  it('ends when the process that started it is gone', async function () {
    this.timeout(20_000);
    const parent = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    const client = await place.start({ processId: parent.pid! });
    parent.kill('SIGKILL');
    await once(parent, 'exit');
    assert.equal(await client.ended(), 1);
  });

  it('speaks over the channel of a Node process', async () => {
    const client = place.client({
      args: ['--node-ipc'],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      streams: (server) => {
        const length = (text: string): string => `Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
        let rest = '';
        const stream = new Duplex({
          read: () => undefined,
          write(text: Buffer, _encoding, done) {
            rest += String(text);
            const body = /^Content-Length: \d+\r\n\r\n([^]*)$/.exec(rest)?.[1];
            if (body !== undefined && body !== '') {
              server.send(JSON.parse(body) as object);
              rest = '';
            }
            done();
          },
        });
        server.on('message', (message) => stream.push(length(JSON.stringify(message))));
        return Promise.resolve(stream);
      },
    });
    await client.start();
    client.open('untitled:a', 'age: intger\n');
    assert.equal((await published(client, 'untitled:a')).diagnostics.length, 1);
  });

  it('speaks over a socket', async () => {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const client = place.client({
      args: [`--socket=${port}`],
      streams: async () => {
        const [socket] = (await once(server, 'connection')) as [Socket];
        return socket;
      },
    });
    await client.start();
    client.open('untitled:a', 'age: intger\n');
    assert.equal(codes(await published(client, 'untitled:a')).length, 1);
    assert.equal(await client.close(), 0);
    server.close();
  });

  it('answers what it does not know by the protocol, and goes on', async () => {
    const client = await place.start();
    await assert.rejects(client.request('agentic-synth/nothing'), { code: -32601 });
    client.notify('agentic-synth/nothing', {});
    client.change('file:///not/open.synth.yaml', 2, { text: 'id: uuid' });
    assert.deepEqual(Object.keys(await client.request<object>('agentic-synth/version')), ['engine']);
  });
});
