import type { CommitPipeline } from './deployed-pipeline';
import type { StartingPush } from '../git/starting-push';

/** The pipelines of one entry of the spec, whatever accounts and regions they are in. */
export interface Application {
  /** `owner/name`; of CodeCommit the name alone. */
  readonly repository: string;
  /** Those that the push of a branch starts come first. */
  readonly pipelines: readonly CommitPipeline[];
  /** What starts from the same repository, but not by the same push. */
  readonly others: readonly CommitPipeline[];
}

/**
 * Groups pipelines by the repository that they start from: one push may start several. Of a repository with several entries,
 * or several branches, the first is played.
 */
export function groupByRepository(pipelines: readonly CommitPipeline[]): Application[] {
  const groups = new Map<string, CommitPipeline[]>();
  for (const pipeline of pipelines) {
    const key = `${pipeline.codeCommit} ${pipeline.repository}`;
    groups.set(key, [...(groups.get(key) ?? []), pipeline]);
  }
  return [...groups.values()].map((members) => {
    const ordered = [...members].sort((one, other) => rank(one) - rank(other));
    const entry = ordered.filter(({ identity }) => identity.pipeline === ordered[0]?.identity.pipeline);
    const first = (type: StartingPush['type']) => entry.find(({ push }) => push.type === type);
    const isPlayed = (pipeline: CommitPipeline) =>
      entry.includes(pipeline) && pipeline.push.pattern === first(pipeline.push.type)?.push.pattern;
    return {
      repository: members[0]?.repository ?? '',
      pipelines: ordered.filter(isPlayed),
      others: ordered.filter((pipeline) => !isPlayed(pipeline)),
    };
  });
}

const rank = ({ push, approval }: CommitPipeline) => (push.type === 'tag' ? 2 : 0) + (approval ? 1 : 0);

/** Those that a push of the working branch starts. */
export const startedByBranch = ({ pipelines }: Application): CommitPipeline[] =>
  pipelines.filter(({ push }) => push.type === 'branch');

/** Why a push of a branch starts nothing, if so. */
export const noBranch = (application: Application): string | undefined =>
  startedByBranch(application).length ? undefined : 'no pipeline of this application is started by a branch';

/** Those that a tag starts. */
export const startedByTag = ({ pipelines }: Application): CommitPipeline[] =>
  pipelines.filter(({ push }) => push.type === 'tag');

/** Why those that another push starts are left out. */
export const notPlayed = ({ repository, pipelines, others }: Application): string[] =>
  others.map(
    ({ name }) =>
      `${name} starts from ${repository} too, whose pushes are played for ${pipelines.map((played) => played.name).join(' and ')}`,
  );
