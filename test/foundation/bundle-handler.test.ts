import { createServer, type Server } from 'node:http';
import { execFile } from 'node:child_process';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { bundleHandler } from '../../lib/foundation/bundle-handler';
import { handlerBundle } from '../../lib/foundation/handler-bundle';

const HANDLERS = resolve(__dirname, '../../handlers');
const MAX_BYTES = 420 * 1024;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bundle-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each([
  'create-launch-template-version',
  'create-green-group',
  'shift-traffic',
  'refresh-instances',
  'retire-blue-group',
  'clean-up-groups',
  'clean-up-bakes',
])('%s is at most 420 KB', (name) => {
  expect(handlerBundle(name).length).toBeLessThanOrEqual(MAX_BYTES);
});

describe('a bundled handler', () => {
  let server: Server;
  let seen: string | undefined;
  beforeAll(async () => {
    server = createServer((request, response) => {
      seen = request.headers.authorization;
      response.writeHead(400, { 'content-type': 'application/x-amz-json-1.1' });
      response.end('{"__type":"ParameterNotFound","message":"there is none"}');
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  });
  afterAll(() => server.close());

  test('signs with the credentials of its environment, and names the errors of Parameter Store', async () => {
    const entry = join(folder, 'handler.ts');
    writeFileSync(
      entry,
      `import { GetParameterCommand, SSMClient } from '${resolve(HANDLERS, '../node_modules/@aws-sdk/client-ssm')}';
       await new SSMClient({ maxAttempts: 1 }).send(new GetParameterCommand({ Name: 'n' })).catch((error) =>
         console.log(JSON.stringify([error.name, error.message, error instanceof Error, error.$fault])));`,
    );
    const file = join(folder, 'handler.mjs');
    writeFileSync(file, bundleHandler(HANDLERS, entry));
    const { port } = server.address() as AddressInfo;
    const { stdout } = await promisify(execFile)(process.execPath, [file], {
      env: {
        AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
        AWS_REGION: 'eu-west-1',
        AWS_ACCESS_KEY_ID: 'AKIAFROMENVIRONMENT',
        AWS_SECRET_ACCESS_KEY: 'secret',
      },
    });
    expect(JSON.parse(stdout)).toEqual(['ParameterNotFound', 'there is none', true, 'client']);
    expect(seen).toContain('Credential=AKIAFROMENVIRONMENT/');
  });
});
