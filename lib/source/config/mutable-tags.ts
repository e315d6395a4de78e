import type { RepositoryUse } from './sources';

/** How many patterns ECR takes. https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html */
export const MAX_EXCLUSIONS = 5;

/** The tags that pipelines put on what serves and what served before, of every factory that uses the repository. */
export const MOVED_TAGS = ['*-serving', '*-previous'] as const;

/**
 * The tags of a repository that another image may take: those whose push starts a pipeline, and those that releases move.
 * @param uses of the one repository
 */
export const mutableTags = (uses: readonly Pick<RepositoryUse, 'tag'>[]): string[] => [
  ...new Set(uses.flatMap(({ tag }) => tag ?? [])),
  ...MOVED_TAGS,
];
