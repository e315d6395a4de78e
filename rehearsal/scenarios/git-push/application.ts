import type { CommitPipeline } from './deployed-pipeline';

/** The pipelines of one repository. */
export interface Application {
  /** `owner/name` */
  readonly repository: string;
  /** Those that the push of a branch starts come first. */
  readonly pipelines: readonly CommitPipeline[];
}

/** Groups pipelines by the repository that they start from. */
export function groupByRepository(pipelines: readonly CommitPipeline[]): Application[] {
  const groups = new Map<string, CommitPipeline[]>();
  for (const pipeline of pipelines)
    groups.set(pipeline.remotePath, [...(groups.get(pipeline.remotePath) ?? []), pipeline]);
  return [...groups.values()].map((members) => ({
    repository: members[0]?.repository ?? '',
    pipelines: [...members].sort((one, other) => rank(one) - rank(other)),
  }));
}

const rank = ({ push, approval }: CommitPipeline) => (push.type === 'tag' ? 2 : 0) + (approval ? 1 : 0);

/** Those that a push of the working branch starts. */
export const startedByBranch = ({ pipelines }: Application): CommitPipeline[] => {
  const first = pipelines.find(({ push }) => push.type === 'branch');
  return pipelines.filter(({ push }) => push.type === 'branch' && push.pattern === first?.push.pattern);
};

/** Those that a tag starts. */
export const startedByTag = ({ pipelines }: Application): CommitPipeline[] => {
  const first = pipelines.find(({ push }) => push.type === 'tag');
  return pipelines.filter(({ push }) => push.type === 'tag' && push.pattern === first?.push.pattern);
};
