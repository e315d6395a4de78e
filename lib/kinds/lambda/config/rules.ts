import type { z } from 'zod';

/** Of `git` and `code` exactly one. */
export const GIT_OR_CODE = 'must have either git or code, and not both';

/** What is built of a commit is not uploaded. */
export const CI_WITH_CODE = 'goes with source.code only: CodeBuild makes the code of a git source';

interface Releases {
  readonly source: { readonly git?: unknown };
  readonly build?: unknown;
  readonly checks: object;
}

/** What is built and checked is a commit: a git source has a build, and nothing else has one. */
export function buildWithGit({
  value: { source, build, checks },
  issues,
}: z.core.ParsePayload<Releases>): void {
  const issue = (message: string, path: string, input: unknown) =>
    issues.push({ code: 'custom', message, path: [path], input });
  if (source.git) {
    if (!build) issue('is required with source.git: the buildspec that makes the code', 'build', undefined);
    return;
  }
  const rule = 'goes with source.git only: what a CI uploads it has built and tested itself';
  if (build) issue(rule, 'build', build);
  if (Object.keys(checks).length > 0) issue(rule, 'checks', checks);
}
