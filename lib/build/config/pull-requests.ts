import { pullRequestsIdentity } from '../../config/identity';
import type { LocatedPipeline, RequestedChecks } from '../../config/kind';
import type { Diagnostic } from '../../config/diagnostic';
import type { BasePipeline } from '../../config/model';
import type { GitSource } from '../../source/config/git-model';
import type { Build, BuildSettings, Check } from './model';
import { pullRequestBuildNames } from './names';

/** What is checked and built of an entry's pull requests. */
export interface PullRequestChecks extends RequestedChecks {
  readonly git: GitSource;
  readonly checks: readonly Check[];
  /** How images are built, which are not pushed. @default - nothing is built */
  readonly build?: Build;
  /** Paths in the commit of what a deployment would read of it. @default [] */
  readonly deployFiles?: readonly string[];
}

/** What of a pipeline its entry's pull requests are checked with. */
type Checked = Pick<PullRequestChecks, 'git' | 'checks' | 'build' | 'deployFiles'>;

/**
 * What a pipeline's entry has checked of its pull requests: its checks and its build, without secrets, parameters and
 * caches. The entry has its git source at `source.git`.
 * @returns undefined where it has none checked
 */
export function pullRequestChecks(
  pipeline: BasePipeline,
  { git, checks, build, deployFiles = [] }: Checked,
): PullRequestChecks | undefined {
  if (git.pullRequest.length === 0) return undefined;
  return {
    git,
    checks: checks.map(ofAnyone),
    ...(build && { build: ofAnyone(build), imagesOf: build.promote }),
    deployFiles,
    environment: git.pullRequestEnvironment,
    fields: { pullRequest: [...GIT, 'pullRequest'], environment: [...GIT, 'pullRequestEnvironment'] },
    names: pullRequestBuildNames(checks, pullRequestsIdentity(pipeline)),
  };
}

const GIT = ['source', 'git'] as const;

/** The variable that tells a team's own buildspec whether to push. */
export const PUSH_VARIABLE = 'PUSH';

function ofAnyone<Settings extends BuildSettings>(settings: Settings): Settings {
  const variables = settings.variables.filter(
    ({ name, type }) => type === 'PLAINTEXT' && name !== PUSH_VARIABLE,
  );
  return { ...settings, cache: 'none', variables };
}

/** There is something to run for a pull request. @param kind what builds nothing that a pull request could try */
export function checkPullRequests(
  { git, checks }: Checked,
  { at }: Pick<LocatedPipeline, 'at'>,
  kind: string,
): Diagnostic[] {
  if (git.pullRequest.length === 0 || checks.length > 0) return [];
  const rule = `needs checks beside source: of a pull request only they are run, because ${kind} bakes no image of one`;
  return [{ path: at([...GIT, 'pullRequest']), part: 'key', rule }];
}
