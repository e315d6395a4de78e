import { parseConfig } from '../../lib/load-config';
import { changed, diagnosticsOf } from './diagnostics-of';

/** What is wrong with an environment of that name, and of stg in account 111111111111. */
const named = (name: string, account: string) =>
  diagnosticsOf(
    changed(
      [
        '  prd: { account: "222222222222", region: eu-west-1 }',
        `  ${name}: { account: "${account}", region: eu-west-1 }`,
      ],
      ['      prd: {}', `      ${name}: {}`],
    ),
  );

describe('an environment named like the end of another one', () => {
  test('is refused in the same account, where the shorter name’s grants would reach it', () => {
    expect(named('eu-stg', '111111111111')).toMatchObject([
      { path: 'environments.eu-stg', rule: expect.stringContaining('must not end in -stg') as string },
    ]);
  });

  test('is fine in another account', () => {
    expect(named('eu-stg', '222222222222')).toEqual([]);
  });
});

describe('an environment named like the end of a role', () => {
  test.each(['build', 'check', 'pr', 'deploy', 'ci', 'task', 'release'])(
    '%s is refused beside another one in the same account, to whose roles it would be open',
    (name) => {
      expect(named(name, '111111111111')).toMatchObject([
        {
          path: `environments.${name}`,
          got: name,
          rule: `must not be ${name}, as names of roles end: what one of ${name} and stg in the same account shares would be open to roles of the other`,
        },
      ]);
    },
  );

  test('is refused with words before the ending, too', () => {
    for (const name of ['stg-build', 'eu-deploy', 'nightly-ci'])
      expect(named(name, '111111111111')[0]?.rule).toMatch(
        /^must not end in -(build|deploy|ci), as names of roles end/,
      );
  });

  test('is fine in an account of its own, and where the word is only part of a longer one', () => {
    expect(named('build', '222222222222')).toEqual([]);
    expect(named('rebuild', '111111111111')).toEqual([]);
  });
});

describe('a hardened environment', () => {
  const hardened = (more = '') =>
    changed(['region: eu-west-1 }', `region: eu-west-1, hardened: true${more} }`]);
  const prd = (text: string) =>
    parseConfig(text, 'pipelines.yaml').environments.find(({ name }) => name === 'prd');

  test('keeps its logs for a year, or longer', () => {
    expect(prd(hardened())).toMatchObject({ hardened: true, logRetentionDays: 365 });
    expect(prd(hardened(', logRetention: 400d'))?.logRetentionDays).toBe(400);
  });

  test('takes no less', () => {
    expect(diagnosticsOf(hardened(', logRetention: 30d'))).toMatchObject([
      {
        path: 'environments.prd.logRetention',
        rule: 'must be at least 365d where hardened is true',
        position: { line: expect.any(Number) as number },
      },
    ]);
  });
});

test('an environment is read by whom it names', () => {
  const readers =
    'eventReaders: ["arn:aws:iam::222222222222:role/aws-reserved/*/AWSReservedSSO_Operators_*"]';
  expect(diagnosticsOf(changed(['region: eu-west-1 }', `region: eu-west-1, ${readers} }`]))).toEqual([]);
  expect(
    diagnosticsOf(changed(['region: eu-west-1 }', 'region: eu-west-1, eventReaders: [ops] }'])),
  ).toMatchObject([
    { path: 'environments.prd.eventReaders[0]', rule: expect.stringContaining('IAM role or user') as string },
  ]);
});
