import fc from 'fast-check';
import { matchesPattern, parsePattern } from '../../services/events/pattern';

const push = {
  source: 'aws.ecr',
  'detail-type': 'ECR Image Action',
  detail: {
    'action-type': 'PUSH',
    result: 'SUCCESS',
    'repository-name': 'storefront',
    'image-tag': 'latest',
    size: 42,
  },
  resources: ['arn:aws:ecr:ap-northeast-1:111111111111:repository/storefront'],
};

const matches = (pattern: object, event: object = push) =>
  matchesPattern(parsePattern(JSON.stringify(pattern)), event);

describe('an event pattern', () => {
  it('matches when every field it names has one of the values it lists', () => {
    expect(matches({ source: ['aws.s3', 'aws.ecr'], detail: { 'image-tag': ['latest'] } })).toBe(true);
    expect(matches({ source: ['aws.ecr'], detail: { 'image-tag': ['v1'] } })).toBe(false);
  });

  it('is not matched by an event that lacks a field', () => {
    expect(matches({ detail: { missing: ['x'] } })).toBe(false);
    expect(matches({ missing: { deeper: ['x'] } })).toBe(false);
  });

  it('matches a list when any of its elements does', () => {
    expect(matches({ resources: [{ suffix: 'repository/storefront' }] })).toBe(true);
    expect(matches({ items: { name: ['b'] } }, { items: [{ name: 'a' }, { name: 'b' }] })).toBe(true);
  });

  it.each([
    { comparison: { prefix: 'late' }, expected: true },
    { comparison: { prefix: { 'equals-ignore-case': 'LATE' } }, expected: true },
    { comparison: { suffix: 'est' }, expected: true },
    { comparison: { suffix: 'EST' }, expected: false },
    { comparison: { 'equals-ignore-case': 'LATEST' }, expected: true },
    { comparison: { wildcard: 'l*t' }, expected: true },
    { comparison: { wildcard: 'l*x' }, expected: false },
    { comparison: { 'anything-but': 'latest' }, expected: false },
    { comparison: { 'anything-but': ['v1', 'v2'] }, expected: true },
    { comparison: { 'anything-but': { prefix: 'la' } }, expected: false },
    { comparison: { 'anything-but': { wildcard: ['v*', 'w*'] } }, expected: true },
    { comparison: { exists: true }, expected: true },
    { comparison: { exists: false }, expected: false },
  ])('compares a text by $comparison', ({ comparison, expected }) => {
    expect(matches({ detail: { 'image-tag': [comparison] } })).toBe(expected);
  });

  it.each([
    { comparison: ['>', 41], expected: true },
    { comparison: ['>=', 42, '<', 43], expected: true },
    { comparison: ['=', 41], expected: false },
  ])('compares a number by $comparison', ({ comparison, expected }) => {
    expect(matches({ detail: { size: [{ numeric: comparison }] } })).toBe(expected);
  });

  it('matches when one branch of $or does', () => {
    const branches = [{ source: ['aws.s3'] }, { detail: { 'image-tag': ['latest'] } }];
    expect(matches({ $or: branches })).toBe(true);
    expect(matches({ $or: branches }, { source: 'aws.ecs' })).toBe(false);
  });

  it('treats every character but the star of a wildcard as itself', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (head, tail) => {
        fc.pre(!`${head}${tail}`.includes('*'));
        const pattern = { value: [{ wildcard: `${head}*${tail}` }] };
        return matchesPattern(pattern, { value: `${head}anything${tail}` });
      }),
    );
  });

  it.each([
    { text: '{', reason: 'not valid JSON' },
    { text: '{}', reason: 'at least one field' },
    { text: '{"source":"aws.s3"}', reason: '"source" must be an object or an array' },
    { text: '{"source":[]}', reason: 'Empty arrays are not allowed at "source"' },
    { text: '{"source":[{"prefx":"a"}]}', reason: 'Unrecognized match type prefx at "source"' },
    { text: '{"detail":{"size":[{"numeric":[">"]}]}}', reason: 'numeric takes pairs' },
  ])('that reads $text is refused with the reason', ({ text, reason }) => {
    expect(() => parsePattern(text)).toThrow(reason);
  });
});
