import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CloudFormationClient, ListStacksCommand } from '@aws-sdk/client-cloudformation';
import { IAMClient, ListUsersCommand } from '@aws-sdk/client-iam';
import { CreateBucketCommand, PutBucketCorsCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ACCOUNT, bucketName, REGION } from '../../testing';
import { type StartedEndpoint, startWholeEndpoint } from '../../testing/whole-endpoint';
import { sendRaw, type WireAnswer, type WireRequest } from './support/raw-http';

const BUCKET = bucketName('pages');
let local: StartedEndpoint;
let host: string;

beforeAll(async () => {
  local = await startWholeEndpoint();
  ({ host } = new URL(local.url));
  const s3 = new S3Client(local.client());
  const CreateBucketConfiguration = { LocationConstraint: REGION } as const;
  await s3.send(new CreateBucketCommand({ Bucket: BUCKET, CreateBucketConfiguration }));
  const CORSRules = [{ AllowedOrigins: ['*'], AllowedMethods: ['GET', 'PUT'], AllowedHeaders: ['*'] }];
  await s3.send(new PutBucketCorsCommand({ Bucket: BUCKET, CORSConfiguration: { CORSRules } }));
  await s3.send(
    new PutObjectCommand({ Bucket: BUCKET, Key: 'page.html', Body: '<p>', ContentType: 'text/html' }),
  );
});
afterAll(() => local.close());

const send = (request: WireRequest): Promise<WireAnswer> => sendRaw(local.url, request);

/** A signature in the query; nothing verifies it. */
const query = (service: string): string =>
  `X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${ACCOUNT}%2F20260101%2F${REGION}%2F${service}%2Faws4_request&X-Amz-Date=20260101T000000Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host&X-Amz-Signature=0`;

const signature = (service: string): string =>
  `Authorization: AWS4-HMAC-SHA256 Credential=${ACCOUNT}/20260101/${REGION}/${service}/aws4_request, SignedHeaders=host, Signature=0`;

/** What browsers send with `fetch(url, { mode: 'no-cors', method: 'POST', body })` from another site. */
const NO_CORS = [
  'Origin: https://evil.example',
  'Referer: https://evil.example/',
  'Sec-Fetch-Site: cross-site',
  'Sec-Fetch-Mode: no-cors',
  'Content-Type: text/plain;charset=UTF-8',
];

/** A link or an image; no Origin. */
const LINK = ['Sec-Fetch-Site: cross-site', 'Sec-Fetch-Mode: navigate', 'Sec-Fetch-Dest: document'];

/** A browser from before Sec-Fetch-Site, of a page that forbids Referer. */
const OLD_BROWSER = ['Content-Type: text/plain'];

const TEMPLATE = JSON.stringify({ Resources: { Topic: { Type: 'AWS::SNS::Topic' } } });
const createStack = new URLSearchParams({ Action: 'CreateStack', StackName: 'evil', TemplateBody: TEMPLATE });

const attacks: (WireRequest & { name: string; with: readonly string[] })[] = [
  {
    name: 'a stack by a simple POST',
    with: NO_CORS,
    line: `POST /?Action=CreateStack&${query('cloudformation')}`,
    body: createStack.toString(),
  },
  {
    name: 'a stack by a link',
    with: LINK,
    line: `GET /?${createStack.toString()}&${query('cloudformation')}`,
  },
  {
    name: 'a stack from an old browser',
    with: OLD_BROWSER,
    line: `POST /?Action=CreateStack&${query('cloudformation')}`,
    body: createStack.toString(),
  },
  {
    name: 'a stack from a sandboxed frame',
    with: ['Origin: null'],
    line: `POST /?Action=CreateStack&${query('cloudformation')}`,
    body: createStack.toString(),
  },
  {
    name: 'a function run by a simple POST',
    with: NO_CORS,
    line: `POST /2015-03-31/functions/f/invocations?${query('lambda')}`,
    body: '{}',
  },
  {
    name: 'a function run from an old browser',
    with: OLD_BROWSER,
    line: `POST /2015-03-31/functions/f/invocations?${query('lambda')}`,
    body: '{}',
  },
  { name: 'an object by a form', with: NO_CORS, line: `POST /${BUCKET}?uploads&${query('s3')}`, body: '' },
  { name: 'an object read by an image', with: LINK, line: `GET /${BUCKET}/page.html?${query('s3')}` },
  {
    name: 'a repository by an image',
    with: LINK,
    line: 'GET /git/acme/evil.git/info/refs?service=git-receive-pack',
  },
  {
    name: 'a push by a simple POST',
    with: NO_CORS,
    line: 'POST /git/acme/evil.git/git-receive-pack',
    body: '0000',
  },
  {
    name: 'a signed call of another site',
    with: [...NO_CORS, signature('iam')],
    line: 'POST /?Action=CreateUser&UserName=evil',
    body: '',
  },
  {
    name: 'a call of another server of this machine',
    with: ['Origin: http://localhost:3000', 'Sec-Fetch-Site: same-site', signature('iam')],
    line: 'POST /?Action=CreateUser&UserName=evil',
    body: '',
  },
  {
    name: 'a preflight',
    with: [
      'Origin: https://evil.example',
      'Access-Control-Request-Method: PUT',
      'Access-Control-Request-Headers: authorization,x-amz-target',
      'Access-Control-Request-Private-Network: true',
    ],
    line: `OPTIONS /${BUCKET}/page.html`,
  },
  {
    name: 'a WebSocket',
    with: [
      'Origin: https://evil.example',
      signature('iam'),
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
    ],
    line: 'GET /?Action=CreateUser&UserName=evil',
  },
];

describe('a page of another site', () => {
  it.each(attacks)('cannot cause $name', async ({ with: headers, ...request }) => {
    const answer = await send({ ...request, headers: [`Host: ${host}`, ...headers] });
    expect(answer.status).toBe(403);
    expect(answer.body).toMatch(
      /The header (Origin|Referer|Sec-Fetch-Site) must be left out.* \(got: .+\)|takes a signature in the query only for/,
    );
    expect(answer.head).not.toContain('access-control-');
  });

  it.each<{ name: string; request: WireRequest }>([
    { name: 'its own name', request: { headers: ['Host: evil.example'] } },
    { name: 'two names', request: { headers: ['Host: localhost', 'Host: evil.example'] } },
    { name: 'no name', request: { headers: [], version: 'HTTP/1.0' } },
    { name: 'the address of all interfaces', request: { headers: ['Host: 0.0.0.0'] } },
    {
      name: 'its own name in the target',
      request: { line: 'POST http://evil.example/?Action=CreateUser&UserName=evil' },
    },
  ])('cannot reach the port by $name', async ({ request }) => {
    const line = 'POST /?Action=CreateUser&UserName=evil';
    const headers = [...(request.headers ?? [`Host: ${host}`]), signature('iam')];
    const answer = await send({ line, body: '', ...request, headers });
    expect([answer.status, answer.body]).toEqual([
      403,
      expect.stringMatching(/Host must be|target must begin/),
    ]);
  });

  it('cannot open a tunnel', async () => {
    expect((await send({ line: 'CONNECT localhost:22', headers: ['Host: localhost:22'] })).status).toBe(0);
  });

  it('has changed nothing', async () => {
    const { StackSummaries } = await new CloudFormationClient(local.client()).send(new ListStacksCommand({}));
    expect(StackSummaries).toEqual([]);
    expect((await new IAMClient(local.client()).send(new ListUsersCommand({}))).Users).toEqual([]);
  });
});

describe('a refusal', () => {
  it.each([
    {
      protocol: 'JSON',
      headers: [signature('ssm'), 'X-Amz-Target: AmazonSSM.GetParameter'],
      code: '"__type":"AccessDenied"',
    },
    {
      protocol: 'the query protocol',
      headers: [signature('iam'), 'Content-Type: application/x-www-form-urlencoded'],
      code: '<Code>AccessDenied</Code>',
    },
    { protocol: 'S3', headers: [signature('s3')], code: '<Error><Code>AccessDenied</Code>' },
    { protocol: 'REST', headers: [signature('lambda')], code: '"Type":"User"' },
  ])("is AWS's own error in $protocol", async ({ headers, code }) => {
    const answer = await send({ line: 'POST /', headers: [`Host: evil.example`, ...headers], body: '{}' });
    expect([answer.status, answer.body]).toEqual([403, expect.stringContaining(code)]);
    expect(answer.body).toContain('(got: evil.example)');
  });
});

describe('the tools of this machine', () => {
  it.each(['localhost', '127.0.0.1', '127.8.9.10', '[::1]'])('reach it as %s', async (name) => {
    const answer = await send({
      headers: [`Host: ${name}:1`, signature('iam')],
      line: 'POST /?Action=ListUsers',
      body: '',
    });
    expect([answer.status, answer.body]).toEqual([200, expect.stringContaining('ListUsersResponse')]);
  });

  it('may name it in the target, as behind a proxy', async () => {
    const line = `POST ${local.url}/?Action=ListUsers`;
    expect((await send({ line, headers: [`Host: ${host}`, signature('iam')], body: '' })).status).toBe(200);
  });

  it('get an object by a presigned link, as a page of no site, and no permission for pages', async () => {
    const line = `GET /${BUCKET}/page.html?${query('s3')}`;
    const answer = await send({
      line,
      headers: [`Host: ${host}`, `Origin: ${local.url}`, 'Sec-Fetch-Site: none'],
    });
    expect([answer.status, answer.body]).toEqual([200, '<p>']);
    expect(answer.head).toContain('content-security-policy: sandbox');
    expect(answer.head).not.toContain('access-control-');
  });

  it.each([
    '/moto-api/reset',
    '//moto-api/reset',
    '/%6Doto-api/reset',
    '/latest/meta-data/iam/',
    '/favicon.ico',
  ])("do not reach moto's own %s", async (path) => {
    const answer = await send({
      line: `POST ${path}`,
      headers: [`Host: ${host}`, signature('s3')],
      body: '',
    });
    expect([answer.status, answer.body]).toEqual([
      400,
      expect.stringContaining('<Code>UnsupportedOperation</Code>'),
    ]);
  });
});

it('guards every server of the workspace', () => {
  const workspace = join(__dirname, '../..');
  const sources = readdirSync(workspace, { recursive: true, encoding: 'utf8' }).filter(
    (file) => /\.(ts|cjs|mjs|js)$/.test(file) && !/^(test|node_modules)\//.test(file),
  );
  const creating = sources.filter((file) =>
    /\bcreateServer\(|\bserve\(\{/.test(readFileSync(join(workspace, file), 'utf8')),
  );
  expect(sources.length).toBeGreaterThan(200);
  expect(creating).toEqual(['kit/http/loopback-server.ts']);
});
