import type { ImageDetail } from '@aws-sdk/client-ecr';
import { z } from 'zod';
import { matchesNamePattern } from './name-pattern';

const DAY_MILLISECONDS = 24 * 60 * 60_000;

const RULE = z.object({
  rulePriority: z.number(),
  description: z.string().optional(),
  selection: z.object({
    tagStatus: z.enum(['tagged', 'untagged', 'any']),
    tagPrefixList: z.array(z.string()).optional(),
    tagPatternList: z.array(z.string()).optional(),
    countType: z.enum(['sinceImagePushed', 'imageCountMoreThan']),
    countUnit: z.literal('days').optional(),
    countNumber: z.number(),
  }),
  action: z.object({ type: z.literal('expire') }),
});

/** One rule of a policy, as far as the endpoint applies it. */
export type LifecycleRule = z.infer<typeof RULE>;

/**
 * The rules of a lifecycle policy, the first to be applied first.
 * @throws Error that names what the endpoint cannot apply
 */
export function parseRules(policyText: string): LifecycleRule[] {
  const { rules } = z.object({ rules: z.array(RULE) }).parse(JSON.parse(policyText));
  return rules.sort((a, b) => a.rulePriority - b.rulePriority);
}

/**
 * The digests that a policy expires. A rule counts every image that its selection covers, but does not expire one that an
 * earlier rule covered too, whether that rule expired it or not.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_examples.html
 */
export function expiredImages(
  rules: readonly LifecycleRule[],
  images: readonly ImageDetail[],
  now: Date,
): string[] {
  const newestFirst = [...images].sort((a, b) => pushed(b) - pushed(a));
  const seen = new Set<ImageDetail>();
  const expired: ImageDetail[] = [];
  for (const { selection } of rules) {
    const covered = newestFirst.filter((image) => isCovered(selection, image.imageTags ?? []));
    expired.push(...due(selection, covered, now).filter((image) => !seen.has(image)));
    for (const image of covered) seen.add(image);
  }
  return expired.flatMap(({ imageDigest }) => imageDigest ?? []);
}

function due(
  { countType, countNumber }: LifecycleRule['selection'],
  newestFirst: readonly ImageDetail[],
  now: Date,
): readonly ImageDetail[] {
  if (countType === 'imageCountMoreThan') return newestFirst.slice(countNumber);
  return newestFirst.filter((image) => now.getTime() - pushed(image) >= countNumber * DAY_MILLISECONDS);
}

const pushed = ({ imagePushedAt }: ImageDetail): number => imagePushedAt?.getTime() ?? 0;

/** Every prefix and pattern of the list must match some tag of the image. */
function isCovered(selection: LifecycleRule['selection'], tags: readonly string[]): boolean {
  if (selection.tagStatus === 'any') return true;
  if (selection.tagStatus === 'untagged') return tags.length === 0;
  const { tagPrefixList = [], tagPatternList = [] } = selection;
  if (tags.length === 0 || tagPrefixList.length + tagPatternList.length === 0) return false;
  return (
    tagPrefixList.every((prefix) => tags.some((tag) => tag.startsWith(prefix))) &&
    tagPatternList.every((pattern) => tags.some((tag) => matchesNamePattern(pattern, tag)))
  );
}
