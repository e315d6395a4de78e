import type { OwnedRepository } from './owned-sources';

/** Pipelines of a region, and so images that carry one of their tags: https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html */
const MAX_PIPELINES = 1000;

/**
 * The lifecycle policy of an owned repository, as text. What serves, and what served before it, pipelines tag; and an
 * image that a rule covers is out of reach of the rules after it, so these tags come first where tagged images expire.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html
 */
export function lifecyclePolicy(
  prefix: string,
  { untaggedExpiryDays, keep }: Pick<OwnedRepository, 'untaggedExpiryDays' | 'keep'>,
): string {
  const rules =
    keep === undefined
      ? [expireUntagged(untaggedExpiryDays)]
      : [
          protect('serves', `${prefix}-*-serving`),
          protect('served before', `${prefix}-*-previous`),
          expireUntagged(untaggedExpiryDays),
          keepNewest(keep),
        ];
  return JSON.stringify({ rules: rules.map((rule, index) => ({ rulePriority: index + 1, ...rule })) });
}

/** A rule that covers images without ever expiring one: there are never as many. */
function protect(what: string, pattern: string): object {
  return {
    description: `what ${what} stays`,
    selection: {
      tagStatus: 'tagged',
      tagPatternList: [pattern],
      countType: 'imageCountMoreThan',
      countNumber: MAX_PIPELINES,
    },
    action: { type: 'expire' },
  };
}

function expireUntagged(days: number): object {
  return {
    description: `untagged images expire ${days} days after their push`,
    selection: { tagStatus: 'untagged', countType: 'sinceImagePushed', countUnit: 'days', countNumber: days },
    action: { type: 'expire' },
  };
}

function keepNewest(count: number): object {
  return {
    description: `of the others the newest ${count} stay`,
    selection: {
      tagStatus: 'tagged',
      tagPatternList: ['*'],
      countType: 'imageCountMoreThan',
      countNumber: count,
    },
    action: { type: 'expire' },
  };
}
