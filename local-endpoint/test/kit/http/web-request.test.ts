import { webRequestReason } from '../../../kit/http/web-request';

const PORT = '127.0.0.1:4566';

/** @param headers in pairs, as they came; a name may come twice */
function reason(headers: readonly (readonly [string, string])[], url = '/'): string | undefined {
  const byName: Record<string, string> = {};
  for (const [name, value] of headers) byName[name.toLowerCase()] ??= value;
  return webRequestReason({ url, headers: byName, rawHeaders: headers.flat() });
}

const withHost = (host: string, ...more: readonly (readonly [string, string])[]): string | undefined =>
  reason([['Host', host], ...more]);

describe('the header Host', () => {
  it.each([
    'localhost',
    'localhost:4566',
    'LOCALHOST:4566',
    'bucket.localhost:4566',
    'my.dotted_bucket-1.s3.localhost:4566',
    '111111111111.localhost',
    '127.0.0.1',
    '127.0.0.1:4566',
    '127.255.0.3:80',
    '[::1]:4566',
    '[::1]',
  ])('may be %s', (host) => expect(withHost(host)).toBeUndefined());

  it.each([
    'evil.example',
    'evil.example:4566',
    'localhost.evil.example:4566',
    'localhost:4566.evil.example',
    'evillocalhost',
    '127.0.0.1.evil.example',
    '127.evil.example',
    '10.0.0.1:4566',
    '0.0.0.0:4566',
    '[::]:4566',
    '[::ffff:10.0.0.1]',
    'user@localhost',
    'localhost:port',
    'my-laptop.local:4566',
    'host.docker.internal:4566',
    'bucket.s3.us-east-1.amazonaws.com', // virtual hosts are below localhost, where AWS_ENDPOINT_URL is
    'ssm.us-east-1.amazonaws.com',
    ' localhost',
  ])('must not be %s, which another site may have made the name of this port', (host) =>
    expect(withHost(host)).toBe(
      `The header Host must be localhost, a name below it, an address of 127.0.0.0/8 or [::1] (got: ${host})`,
    ),
  );

  it('must be sent once', () => {
    expect(reason([])).toBe('The header Host must be sent once (got: none)');
    expect(withHost('')).toBe('The header Host must be sent once (got: none)');
    const twice = withHost(PORT, ['host', 'evil.example']);
    expect(twice).toBe(`The header Host must be sent once (got: ${PORT}, evil.example)`);
  });
});

describe('the request target', () => {
  const at = (url: string) => reason([['Host', PORT]], url);

  it.each([
    '/',
    '/bucket/key?a=http://evil.example',
    '//evil.example/',
    '*',
    `http://${PORT}/`,
    `HTTP://${PORT}?a`,
  ])('may be %s', (url) => expect(at(url)).toBeUndefined());

  it.each([
    'http://evil.example/',
    `http://${PORT}.evil.example/`,
    `http://${PORT}@evil.example/`,
    'https://x/',
    'x',
    '',
  ])('must not be %s', (url) =>
    expect(at(url)).toBe(
      `The request target must begin with / or with http://${PORT}, as the header Host does (got: ${url})`,
    ),
  );
});

describe('the header Origin', () => {
  it.each([
    { host: PORT, origin: `http://${PORT}` },
    { host: 'LocalHost:4566', origin: 'http://localhost:4566' },
    { host: 'localhost', origin: 'http://localhost' },
    { host: '[::1]:4566', origin: 'http://[::1]:4566' },
  ])('may be $origin at $host', ({ host, origin }) =>
    expect(withHost(host, ['Origin', origin])).toBeUndefined(),
  );

  it.each([
    'https://evil.example',
    'null', // a sandboxed frame, a file, a data URL
    '',
    `https://${PORT}`,
    'http://127.0.0.1',
    'http://127.0.0.1:3000', // another server of this machine
    'http://localhost:4566',
    `http://${PORT}, https://evil.example`,
    'chrome-extension://abcdefghijklmnop',
  ])('must not be %s', (origin) =>
    expect(withHost(PORT, ['Origin', origin])).toBe(
      `The header Origin must be left out or be http://${PORT} (got: ${origin})`,
    ),
  );
});

describe('the header Referer', () => {
  it.each([`http://${PORT}/`, `http://${PORT}/bucket/page.html?a`, `http://${PORT}`])(
    'may be %s',
    (referer) => expect(withHost(PORT, ['Referer', referer])).toBeUndefined(),
  );

  it.each([
    'https://evil.example/',
    `http://${PORT}.evil.example/`,
    'http://127.0.0.1:3000/',
    'about:client',
    '',
  ])('must not be %s', (referer) =>
    expect(withHost(PORT, ['Referer', referer])).toBe(
      `The header Referer must be left out or begin with http://${PORT}/ (got: ${referer})`,
    ),
  );
});

describe('the header Sec-Fetch-Site', () => {
  it.each(['none', 'same-origin'])('may be %s', (site) =>
    expect(withHost(PORT, ['Sec-Fetch-Site', site])).toBeUndefined(),
  );

  it.each(['cross-site', 'same-site', 'none, cross-site', 'Same-Origin', 'unknown', ''])(
    'must not be %s',
    (site) =>
      expect(withHost(PORT, ['Sec-Fetch-Site', site], ['Sec-Fetch-Mode', 'navigate'])).toBe(
        `The header Sec-Fetch-Site must be left out, none or same-origin (got: ${site})`,
      ),
  );
});

it('shows no more than the beginning of a long value', () => {
  expect(withHost('x'.repeat(1_000))).toMatch(/\(got: x{200}…\)$/);
});
