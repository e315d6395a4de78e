import fc from 'fast-check';
import type { Caller } from '../../kit/operation';
import { conditionsHold } from '../../authorization/policy/conditions';
import { decide, type PolicySet } from '../../authorization/policy/decide';
import { parsePolicy } from '../../authorization/policy/document';
import { conditionKeys } from '../../authorization/policy/request';
import { matchesArn, matchesWildcard } from '../../authorization/policy/wildcard';

const ROLE = 'arn:aws:iam::111111111111:role/deployer';
const caller = {
  accessKeyId: 'k',
  accountId: '111111111111',
  arn: 'arn:aws:sts::111111111111:assumed-role/deployer/me',
  roleArn: ROLE,
};

const allow = (statement: object) =>
  parsePolicy('p', JSON.stringify({ Statement: { Effect: 'Allow', ...statement } }));
const deny = (statement: object) =>
  parsePolicy('d', JSON.stringify({ Statement: { Effect: 'Deny', ...statement } }));

interface Asked {
  action?: string;
  resource?: string;
  keys?: Record<string, string>;
  by?: Partial<Caller>;
}

/** What policies say to reading an object, unless something else is asked. */
function decided(policies: Partial<PolicySet>, asked: Asked = {}): boolean {
  const { action = 's3:GetObject', resource = 'arn:aws:s3:::bucket/key', keys = {}, by = {} } = asked;
  const request = { caller: { ...caller, ...by }, action, resource };
  const set = { identity: [], resourceAccount: '111111111111', resourceMustAllow: false, ...policies };
  return decide({ ...request, keys: conditionKeys(keys) }, set).allowed;
}
const SERVICE = { servicePrincipal: 'events.amazonaws.com', arn: 'events.amazonaws.com', roleArn: undefined };

describe('wildcards', () => {
  const reference = (pattern: string, text: string): boolean =>
    new RegExp(
      `^${[...pattern].map((c) => (c === '*' ? '[^]*' : c === '?' ? '[^]' : `\\u{${c.codePointAt(0)?.toString(16)}}`)).join('')}$`,
      'u',
    ).test(text);
  const letters = (chars: string) => fc.string({ unit: fc.constantFrom(...chars), maxLength: 12 });

  it('match what the same regular expression matches', () => {
    fc.assert(
      fc.property(letters('ab:*?'), letters('ab:'), (p, t) => matchesWildcard(p, t) === reference(p, t)),
    );
  });

  it('match every text of which they are made by putting stars in place of parts', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(letters('abc'), letters('abc'))), (parts) =>
        matchesWildcard(
          parts.map(([kept]) => `${kept}*`).join(''),
          parts.map(([kept, hidden]) => kept + hidden).join(''),
        ),
      ),
    );
  });

  it('take no longer for many stars', () => {
    const started = performance.now();
    expect(matchesWildcard('*a'.repeat(200) + 'b', 'a'.repeat(5000))).toBe(false);
    expect(performance.now() - started).toBeLessThan(2000);
  });

  it('do not reach over the colons of an ARN condition', () => {
    expect(
      matchesArn('arn:aws:*:*:111111111111:rule/x', 'arn:aws:events:eu-west-1:111111111111:rule/x'),
    ).toBe(true);
    expect(matchesArn('arn:aws:events:*:rule/x', 'arn:aws:events:eu-west-1:111111111111:rule/x')).toBe(false);
  });
});

describe('conditions', () => {
  const holds = (
    condition: Record<string, Record<string, string | string[]>>,
    keys: Record<string, string | string[]>,
  ) => conditionsHold(allow({ Condition: condition }).statements[0]?.conditions ?? {}, conditionKeys(keys));

  it.each([
    ['StringEquals', 'a', 'a', true],
    ['StringEquals', 'a', 'A', false],
    ['StringEqualsIgnoreCase', 'a', 'A', true],
    ['StringNotEquals', 'a', 'b', true],
    ['StringLike', 'a*', 'abc', true],
    ['StringNotLike', 'a*', 'abc', false],
    ['ArnLike', 'arn:aws:iam::1:role/*', 'arn:aws:iam::1:role/x', true],
    ['ArnNotEquals', 'arn:aws:iam::1:role/*', 'arn:aws:iam::1:role/x', false],
    ['Bool', 'true', 'true', true],
    ['NumericLessThan', '10', '9', true],
    ['NumericGreaterThanEquals', '10', '9', false],
    ['DateLessThan', '2026-02-01T00:00:00Z', '2026-01-01T00:00:00Z', true],
    ['IpAddress', '127.0.0.0/8', '127.0.0.1', true],
    ['NotIpAddress', '10.0.0.0/8', '127.0.0.1', true],
    ['StringSortOfEquals', 'a', 'a', false],
  ])('%s %s says of %s: %s', (operator, expected, actual, result) => {
    expect(holds({ [operator]: { 'aws:Key': expected } }, { 'aws:key': actual })).toBe(result);
  });

  it('are the opposite of their negation for a key the request has', () => {
    const text = fc.string({ unit: fc.constantFrom(...'ab*?'), maxLength: 5 });
    fc.assert(
      fc.property(
        fc.constantFrom('Equals', 'Like'),
        fc.array(text, { minLength: 1 }),
        text,
        (base, expected, actual) => {
          const keys = { k: actual };
          return (
            holds({ [`String${base}`]: { k: expected } }, keys) !==
            holds({ [`StringNot${base}`]: { k: expected } }, keys)
          );
        },
      ),
    );
  });

  it('fail for a missing key, unless negated or IfExists', () => {
    expect(holds({ StringEquals: { k: 'a' } }, {})).toBe(false);
    expect(holds({ StringNotEquals: { k: 'a' } }, {})).toBe(true);
    expect(holds({ StringEqualsIfExists: { k: 'a' } }, {})).toBe(true);
    expect(holds({ Null: { k: 'true' } }, {})).toBe(true);
    expect(holds({ Null: { k: 'false' } }, {})).toBe(false);
    expect(holds({ Bool: { k: 'false' } }, {})).toBe(false);
  });

  it('hold of sets for any or for all values', () => {
    expect(holds({ 'ForAnyValue:StringEquals': { k: ['a', 'b'] } }, { k: ['b', 'c'] })).toBe(true);
    expect(holds({ 'ForAllValues:StringEquals': { k: ['a', 'b'] } }, { k: ['b', 'c'] })).toBe(false);
    expect(holds({ 'ForAllValues:StringEquals': { k: ['a'] } }, {})).toBe(true);
    expect(holds({ 'ForAnyValue:StringEquals': { k: ['a'] } }, {})).toBe(false);
  });

  it('put in variables, whose values are no patterns', () => {
    expect(holds({ StringLike: { k: '${aws:me}-*' } }, { k: 'x-1', 'aws:Me': 'x' })).toBe(true);
    expect(holds({ StringLike: { k: '${aws:me}' } }, { k: 'anything', 'aws:me': '*' })).toBe(false);
    expect(holds({ StringEquals: { k: "${aws:gone, 'fallback'}" } }, { k: 'fallback' })).toBe(true);
    expect(holds({ StringNotEquals: { k: '${aws:gone}' } }, { k: 'x' })).toBe(false);
    expect(holds({ StringLike: { k: 'a${*}' } }, { k: 'a*' })).toBe(true);
    expect(holds({ StringLike: { k: 'a${*}' } }, { k: 'ab' })).toBe(false);
  });
});

describe('decisions', () => {
  const readAll = allow({ Action: 's3:Get*', Resource: '*' });

  it('allow nothing by default', () => expect(decided({})).toBe(false));

  it('compare actions without regard to case and resources with it', () => {
    expect(
      decided({ identity: [allow({ Action: 'S3:getobject', Resource: 'arn:aws:s3:::bucket/*' })] }),
    ).toBe(true);
    expect(
      decided({ identity: [allow({ Action: 's3:GetObject', Resource: 'arn:aws:s3:::Bucket/*' })] }),
    ).toBe(false);
  });

  it('understand NotAction and NotResource', () => {
    expect(decided({ identity: [allow({ NotAction: 'iam:*', Resource: '*' })] })).toBe(true);
    expect(decided({ identity: [allow({ NotAction: 's3:*', Resource: '*' })] })).toBe(false);
    expect(decided({ identity: [allow({ Action: '*', NotResource: 'arn:aws:s3:::bucket/*' })] })).toBe(false);
  });

  it('let an explicit deny win, wherever it stands', () => {
    const no = { Action: 's3:GetObject', Resource: '*' };
    expect(decided({ identity: [readAll, deny(no)] })).toBe(false);
    expect(decided({ identity: [readAll], resource: deny({ ...no, Principal: '*' }) })).toBe(false);
    expect(decided({ identity: [readAll], boundary: allow({ Action: 'ec2:*', Resource: '*' }) })).toBe(false);
  });

  it('never allow more when a deny is added', () => {
    const action = fc.constantFrom('s3:GetObject', 's3:*', '*', 'ec2:*');
    const statement = fc.record({
      Action: action,
      Resource: fc.constantFrom('*', 'arn:aws:s3:::bucket/*', 'x'),
    });
    fc.assert(
      fc.property(fc.array(statement), statement, (allowed, denied) => {
        const identity = allowed.map(allow);
        return !decided({ identity: [...identity, deny(denied)] }) || decided({ identity });
      }),
    );
  });

  it('take either side within an account and both across accounts', () => {
    const grant = allow({ Action: 's3:GetObject', Resource: '*', Principal: { AWS: ROLE } });
    expect(decided({ resource: grant })).toBe(true);
    expect(decided({ resource: grant, resourceAccount: '222222222222' })).toBe(false);
    expect(decided({ identity: [readAll], resourceAccount: '222222222222' })).toBe(false);
    expect(decided({ identity: [readAll], resource: grant, resourceAccount: '222222222222' })).toBe(true);
  });

  it('take an account as principal for leave to decide itself', () => {
    const toAccount = allow({
      Action: 's3:GetObject',
      Resource: '*',
      Principal: { AWS: 'arn:aws:iam::111111111111:root' },
    });
    expect(decided({ resource: toAccount })).toBe(false);
    expect(decided({ resource: toAccount, identity: [readAll], resourceMustAllow: true })).toBe(true);
    expect(decided({ identity: [readAll], resourceMustAllow: true })).toBe(false);
  });

  it('let only the resource speak for a service without a role', () => {
    const grant = allow({
      Action: 'sqs:SendMessage',
      Resource: '*',
      Principal: { Service: 'events.amazonaws.com' },
      Condition: { ArnEquals: { 'aws:SourceArn': 'arn:aws:events:r:1:rule/a' } },
    });
    const asking = (rule: string) => ({
      action: 'sqs:SendMessage',
      by: SERVICE,
      keys: { 'aws:SourceArn': rule },
    });
    expect(decided({ resource: grant }, asking('arn:aws:events:r:1:rule/a'))).toBe(true);
    expect(decided({ resource: grant }, asking('arn:aws:events:r:1:rule/b'))).toBe(false);
    expect(decided({ identity: [readAll] }, asking('arn:aws:events:r:1:rule/a'))).toBe(false);
  });
});
