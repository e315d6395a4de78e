import { differences } from '../../../../bin/releases/diff/differences';

const container = (environment: Readonly<Record<string, string>>, more: object = {}) => ({
  cpu: '256',
  containerDefinitions: [
    {
      name: 'web',
      environment: Object.entries(environment).map(([name, value]) => ({ name, value })),
      ...more,
    },
  ],
});

test('names each field that differs by its path, in the order of paths', () => {
  const before = container({ LOG_LEVEL: 'info', OLD: '1' });
  const after = { ...container({ LOG_LEVEL: 'debug', NEW: '2' }), cpu: '512' };
  expect(differences(before, after)).toEqual([
    { field: 'cpu', before: '256', after: '512' },
    { field: 'web.environment.LOG_LEVEL', before: 'info', after: 'debug' },
    { field: 'web.environment.NEW', after: '2' },
    { field: 'web.environment.OLD', before: '1' },
  ]);
});

test('finds nothing where nothing differs', () => {
  expect(differences(container({ A: '1' }), container({ A: '1' }))).toEqual([]);
});

test.each([
  'DB_PASSWORD',
  'API_KEY',
  'apikey',
  'SECRET',
  'JWT_SIGNATURE',
  'GITHUB_TOKEN',
  'DATABASE_URL',
  'REDIS_AUTH',
  'STRIPE_PRIVATE',
  'SENTRY.DSN',
])('never shows the value of %s', (name) => {
  const found = differences(container({ [name]: 'hunter1' }), container({ [name]: 'hunter2' }));
  expect(found).toEqual([
    { field: `web.environment.${name}`, hidden: true, before: '(hidden)', after: '(hidden)' },
  ]);
});

test.each([
  ['a URL with a password', 'postgres://app:hunter2@db:5432/app'],
  ['an access key', 'AKIAIOSFODNN7EXAMPLE'],
  ['an argument', '--db-password=hunter2'],
  ['a key', '-----BEGIN PRIVATE KEY-----'],
])('never shows %s, whatever its name', (_, value) => {
  const [command] = differences(container({}, { command: ['x'] }), container({}, { command: [value] }));
  const [variable] = differences(container({}), container({ PLAIN: value }));
  expect(JSON.stringify([command, variable])).not.toContain('hunter2');
  expect([command?.hidden, variable?.hidden]).toEqual([true, true]);
});

test('shows where a secret is kept, which is none', () => {
  const of = (valueFrom: string) => container({}, { secrets: [{ name: 'DB_PASSWORD', valueFrom }] });
  expect(differences(of('/shop/one'), of('/shop/two'))).toEqual([
    { field: 'web.secrets.DB_PASSWORD', before: '/shop/one', after: '/shop/two' },
  ]);
});
