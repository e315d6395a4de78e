import { createServer, type Server } from 'node:http';
import { execFile } from 'node:child_process';
import type { AddressInfo } from 'node:net';
import { existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { bundleHandler } from '../../lib/foundation/bundling/bundle-handler';
import { sdkUse } from '../../lib/foundation/bundling/sdk-use';
import { writeModules } from '../../lib/foundation/bundling/write-modules';
import { handlerBundle } from '../../lib/foundation/handler-bundle';
import type { ActionFunction } from '../../handlers/contract/action-function';

const HANDLERS = resolve(__dirname, '../../handlers');
const NAMES = readdirSync(HANDLERS).filter((name) => existsSync(join(HANDLERS, name, 'handler.ts')));
const ACTION_FUNCTIONS = NAMES.filter((name) => name !== 'empty-bucket'); // a custom resource's, with no role but its own

const MAX_BYTES = 385 * 1024;

/** What a function loads before its first call. */
const MAX_BYTES_AT_START = 65 * 1024;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bundle-'));
  symlinkSync(resolve(HANDLERS, '../node_modules'), join(folder, 'node_modules'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const lengthOf = (texts: readonly string[]) => texts.reduce((sum, text) => sum + text.length, 0);

test.each(NAMES)('%s is small, and loads no client before a call', (name) => {
  const modules = handlerBundle(name);
  expect(lengthOf(Object.values(modules))).toBeLessThanOrEqual(MAX_BYTES);
  const atStart = importedAtStart(modules, 'index.mjs');
  expect(atStart.filter((module) => module.startsWith('client-'))).toEqual([]);
  expect(lengthOf(atStart.map((module) => modules[module] ?? ''))).toBeLessThanOrEqual(MAX_BYTES_AT_START);
});

/** The module, and those that it needs before it can run. */
function importedAtStart(modules: Readonly<Record<string, string>>, name: string): string[] {
  const imported = [...(modules[name] ?? '').matchAll(/\b(?:from|import)\s*"\.\/([^"]+)"/g)];
  return [name, ...imported.flatMap(([, path = '']) => importedAtStart(modules, path))];
}

test.each(NAMES)('%s has credentials from its environment and from no other place', (name) => {
  const text = Object.values(handlerBundle(name)).join('');
  expect(text).toContain('AWS_SESSION_TOKEN');
  for (const elsewhere of [
    'AWS_CONTAINER_CREDENTIALS_',
    'AWS_WEB_IDENTITY_TOKEN_FILE',
    '/latest/meta-data/iam/security-credentials',
    'credential_process',
    'sso_start_url',
    'GetRoleCredentials',
  ])
    expect(text).not.toContain(elsewhere);
});

test.each(NAMES)('the bundle of %s has exactly the clients that the handler uses', (name) => {
  const clients = Object.keys(handlerBundle(name)).filter((module) => module.startsWith('client-'));
  const used = [...sdkUse(join(HANDLERS, name, 'handler.ts')).keys()];
  expect(clients.sort()).toEqual(used.map((used) => `${used.replace('@aws-sdk/', '')}.mjs`).sort());
});

/** What action functions do with other credentials than the role's: as themselves, and with those of a job. */
const OWN_ACTIONS = [
  'codepipeline:GetPipelineState',
  'codepipeline:ListActionExecutions',
  'codepipeline:PutJobFailureResult',
  'codepipeline:PutJobSuccessResult',
  's3:GetObject',
  'sts:AssumeRole',
];

test.each(ACTION_FUNCTIONS)('%s calls nothing of the SDK that its contract does not grant', async (name) => {
  const contract = (await import(join(HANDLERS, 'contract', `${name}.ts`))) as Record<string, ActionFunction>;
  const granted = contract[name.toUpperCase().replaceAll('-', '_')]?.roleActions ?? [];
  const called = [...sdkUse(join(HANDLERS, name, 'handler.ts'))].flatMap(([packageName, names]) =>
    names.flatMap((used) => {
      const operation = /^paginate(\w+)$/.exec(used)?.[1] ?? /^(\w+)Command$/.exec(used)?.[1];
      return operation === undefined ? [] : [`${iamName(packageName)}:${operation}`];
    }),
  );
  expect(called.filter((action) => ![...OWN_ACTIONS, ...granted].includes(action))).toEqual([]);
});

/** Of a client's service, in IAM actions. */
function iamName(packageName: string): string {
  const client = packageName.replace('@aws-sdk/client-', '');
  if (client === 'elastic-load-balancing-v2') return 'elasticloadbalancing';
  return client.replaceAll('-', '');
}

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

  /** Bundles a module with the SDK's packages at hand, and runs it with what the server answers. */
  async function run(source: string, change: (code: string) => void = () => undefined): Promise<unknown> {
    const code = mkdtempSync(join(folder, 'code-'));
    writeFileSync(join(code, 'handler.ts'), source);
    writeModules(join(code, 'out'), bundleHandler(HANDLERS, join(code, 'handler.ts')));
    change(join(code, 'out'));
    const { port } = server.address() as AddressInfo;
    const { stdout } = await promisify(execFile)(process.execPath, [join(code, 'out/index.mjs')], {
      env: {
        AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
        AWS_REGION: 'eu-west-1',
        AWS_ACCESS_KEY_ID: 'AKIAFROMENVIRONMENT',
        AWS_SECRET_ACCESS_KEY: 'secret',
      },
    });
    return JSON.parse(stdout);
  }

  test('signs with the credentials of its environment, and names the errors of Parameter Store', async () => {
    const result = await run(
      `import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
       await new SSMClient({ maxAttempts: 1 }).send(new GetParameterCommand({ Name: 'n' })).catch((error) =>
         console.log(JSON.stringify([error.name, error.message, error instanceof Error, error.$fault])));`,
    );
    expect(result).toEqual(['ParameterNotFound', 'there is none', true, 'client']);
    expect(seen).toContain('Credential=AKIAFROMENVIRONMENT/');
  });

  test('loads a client by the call that needs it, and not the others', async () => {
    const result = await run(
      `import { GetParameterCommand, SSMClient, paginateGetParameterHistory } from '@aws-sdk/client-ssm';
       import { DescribeServicesCommand, ECSClient } from '@aws-sdk/client-ecs';
       const [ssm, ecs] = [new SSMClient({ maxAttempts: 1 }), new ECSClient({ maxAttempts: 1 })];
       const ends = [];
       const end = (call) => call.catch((error) => ends.push(error.code ?? error.name));
       await end(ecs.send(new DescribeServicesCommand({ services: [] })));
       await end(ssm.send(new GetParameterCommand({ Name: 'n' })));
       await end(paginateGetParameterHistory({ client: ssm }, { Name: 'n' }).next());
       console.log(JSON.stringify(ends));`,
      (code) => rmSync(join(code, 'client-ecs.mjs')),
    );
    expect(result).toEqual(['ERR_MODULE_NOT_FOUND', 'ParameterNotFound', 'ParameterNotFound']);
  });

  test('has the same modules wherever it is bundled', () => {
    const entry = join(HANDLERS, 'scan-images/handler.ts');
    const [one, other] = [bundleHandler(HANDLERS, entry), bundleHandler(HANDLERS, entry)];
    expect(Object.keys(one)).toEqual(Object.keys(other));
    expect(Object.keys(one).filter((name) => one[name] !== other[name])).toEqual([]);
  });

  test.each([
    ["import * as ssm from '@aws-sdk/client-ssm'; console.log(ssm);", 'by name, got: import * as ssm'],
    [
      "import { ParameterType } from '@aws-sdk/client-ssm'; console.log(ParameterType);",
      'got: ParameterType',
    ],
  ])('refuses what no call could load: %s', async (source, message) => {
    await expect(run(source)).rejects.toThrow(message);
  });
});
