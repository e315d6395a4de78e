import fc from 'fast-check';
import { expiredImages, parseRules, type LifecycleRule } from '../../services/ecr/lifecycle-policy';

const NOW = new Date('2026-06-30T00:00:00Z');
const daysAgo = (days: number) => new Date(NOW.getTime() - days * 24 * 60 * 60_000);
const image = (imageDigest: string, days: number, ...imageTags: string[]) => ({
  imageDigest,
  imagePushedAt: daysAgo(days),
  imageTags,
});
const rule = (rulePriority: number, selection: object): LifecycleRule =>
  parseRules(
    JSON.stringify({ rules: [{ rulePriority, selection, action: { type: 'expire' } }] }),
  )[0] as LifecycleRule;

const untaggedAfter = (priority: number, countNumber: number) =>
  rule(priority, { tagStatus: 'untagged', countType: 'sinceImagePushed', countUnit: 'days', countNumber });

it('expires untagged images when their days are over, and no tagged one', () => {
  const images = [image('old', 1), image('new', 0.9), image('tagged', 9, 'latest')];
  expect(expiredImages([untaggedAfter(1, 1)], images, NOW)).toEqual(['old']);
});

it('keeps the newest where a rule counts', () => {
  const keepTwo = rule(1, { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 2 });
  const images = [image('c', 3), image('a', 1, 'latest'), image('b', 2), image('d', 4, 'v1')];
  expect(expiredImages([keepTwo], images, NOW)).toEqual(['c', 'd']);
});

it('lets an earlier rule protect what it covers from later ones', () => {
  const keepReleases = rule(1, {
    tagStatus: 'tagged',
    tagPrefixList: ['v'],
    countType: 'imageCountMoreThan',
    countNumber: 100,
  });
  const expireAll = rule(2, {
    tagStatus: 'any',
    countType: 'sinceImagePushed',
    countUnit: 'days',
    countNumber: 1,
  });
  const images = [image('release', 50, 'v1'), image('other', 50, 'test')];
  expect(expiredImages([keepReleases, expireAll], images, NOW)).toEqual(['other']);
});

it('selects by pattern only what matches every pattern', () => {
  const patterns = rule(1, {
    tagStatus: 'tagged',
    tagPatternList: ['*-serving', 'shop*'],
    countType: 'imageCountMoreThan',
    countNumber: 0,
  });
  const images = [image('both', 1, 'shop-prd-serving'), image('one', 1, 'other-serving')];
  expect(expiredImages([patterns], images, NOW)).toEqual(['both']);
});

const counting = (priority: number, countNumber: number, ...tagPatternList: string[]) =>
  rule(priority, { tagStatus: 'tagged', tagPatternList, countType: 'imageCountMoreThan', countNumber });

describe('as in the examples of the user guide', () => {
  const images = [
    image('A', 10, 'beta-1', 'prod-1'),
    image('B', 9, 'beta-2', 'prod-2'),
    image('C', 8, 'beta-3'),
  ];

  it('keeps an image that an earlier rule keeps, though a later one would expire it', () => {
    expect(expiredImages([counting(1, 1, 'prod*'), counting(2, 1, 'beta*')], images, NOW)).toEqual(['A']);
  });

  it('expires by the first rule what the second would keep', () => {
    expect(expiredImages([counting(1, 1, 'beta*'), counting(2, 1, 'prod*')], images, NOW)).toEqual([
      'B',
      'A',
    ]);
  });
});

it('keeps the serving image and the one before it, whatever is pushed after them, and counts them among the others', () => {
  const rules = [
    counting(1, 9999, '*-serving'),
    counting(2, 9999, '*-previous'),
    counting(3, 2, '*'),
    untaggedAfter(4, 1),
  ];
  const images = [
    image('serving', 90, 'abc123', 'shop-prd-serving'),
    image('previous', 95, 'abc122', 'shop-prd-previous'),
    image('old', 5, 'abc124'),
    image('newer', 4, 'abc125'),
    image('newest', 3, 'abc126'),
    image('lost', 2),
  ];
  expect(expiredImages(rules, images, NOW)).toEqual(['old', 'lost']);
});

it('never expires what a first rule keeps, whatever later rules count', () => {
  const images = fc.array(fc.record({ days: fc.integer({ min: 0, max: 99 }), serving: fc.boolean() }));
  fc.assert(
    fc.property(images, fc.array(fc.nat({ max: 5 })), (all, counts) => {
      const described = all.map(({ days, serving }, index) =>
        image(`${index}`, days, 'commit', ...(serving ? ['shop-prd-serving'] : [])),
      );
      const rules = [
        counting(1, 9999, '*-serving'),
        ...counts.map((count, index) => counting(index + 2, count, '*')),
      ];
      return expiredImages(rules, described, NOW).every((digest) => !all[Number(digest)]?.serving);
    }),
  );
});

it('reads the rules in the order of their priority and refuses what it cannot apply', () => {
  const selection = { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 1 };
  const text = (action: object, ...priorities: number[]) =>
    JSON.stringify({ rules: priorities.map((rulePriority) => ({ rulePriority, selection, action })) });
  expect(parseRules(text({ type: 'expire' }, 9, 1)).map(({ rulePriority }) => rulePriority)).toEqual([1, 9]);
  expect(() => parseRules(text({ type: 'transition' }, 1))).toThrow();
});

it('never expires a tagged image by a rule for untagged ones, however many rules there are', () => {
  const images = fc.array(fc.record({ days: fc.integer({ min: 0, max: 99 }), tagged: fc.boolean() }));
  const days = fc.array(fc.integer({ min: 1, max: 99 }));
  fc.assert(
    fc.property(images, days, (all, counts) => {
      const described = all.map(({ days: age, tagged }, index) =>
        image(`${index}`, age, ...(tagged ? ['t'] : [])),
      );
      const expired = expiredImages(
        counts.map((count, index) => untaggedAfter(index + 1, count)),
        described,
        NOW,
      );
      return (
        expired.every((digest) => !all[Number(digest)]?.tagged) && new Set(expired).size === expired.length
      );
    }),
  );
});
