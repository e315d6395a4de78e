import type { Change, PullRequestChange } from '../../../kit/pushes';
import type { ConnectedRepository, PullRequest } from './repository';
import type { Reference } from '../../../git/references';

/**
 * What a push did to pull requests. They are made with the push options that GitLab has for merge requests,
 * https://docs.gitlab.com/topics/git/commit/#push-options-for-merge-requests:
 *
 *     git push -o merge_request.create -o merge_request.target=main -o merge_request.title="…" origin feature
 *
 * opens one (OPEN); any other push to the branch updates it (UPDATED); deleting the branch, or pushing its commits to the
 * branch that they are meant for, closes it (CLOSED). The target is the default branch where none is given.
 */
export async function pullRequestChanges(
  repository: ConnectedRepository,
  references: readonly Reference[],
  options: ReadonlyMap<string, string>,
): Promise<Change[]> {
  const changes: Change[] = [];
  for (const reference of references.filter(({ type }) => type === 'branch')) {
    changes.push(...(await sourceChange(repository, reference, options)));
    changes.push(...(await destinationChanges(repository, reference)));
  }
  return changes;
}

async function sourceChange(
  repository: ConnectedRepository,
  { name, after }: Reference,
  options: ReadonlyMap<string, string>,
): Promise<Change[]> {
  const open = repository.pullRequests.get(name);
  if (open && !after) return [await closed(repository, open)];
  if (!after) return [];
  if (open) {
    open.head = after;
    return [await changeOf(repository, open, 'UPDATED')];
  }
  if (!options.has('merge_request.create')) return [];
  const opened = await openPullRequest(repository, name, after, options);
  return opened ? [await changeOf(repository, opened, 'OPEN')] : [];
}

/** Nothing is opened towards a branch that is not there, or the branch itself. */
async function openPullRequest(
  repository: ConnectedRepository,
  source: string,
  head: string,
  options: ReadonlyMap<string, string>,
): Promise<PullRequest | undefined> {
  const { files, pullRequests } = repository;
  const destination = options.get('merge_request.target') ?? (await files.defaultBranch());
  if (!destination || destination === source || !(await files.branch(destination))) return undefined;
  const subject = (await files.commit(head))?.message.split('\n')[0] ?? source;
  const title = options.get('merge_request.title') ?? subject;
  repository.pullRequestCount += 1;
  const opened = { id: String(repository.pullRequestCount), title, source, destination, head };
  pullRequests.set(source, opened);
  return opened;
}

/** Commits that arrive where a pull request wants them close it. */
async function destinationChanges(
  repository: ConnectedRepository,
  { name, after }: Reference,
): Promise<Change[]> {
  if (!after) return [];
  const changes: Change[] = [];
  for (const open of [...repository.pullRequests.values()].filter(
    ({ destination }) => destination === name,
  )) {
    if (await repository.files.contains(after, open.head)) changes.push(await closed(repository, open));
  }
  return changes;
}

async function closed(repository: ConnectedRepository, open: PullRequest): Promise<Change> {
  repository.pullRequests.delete(open.source);
  return changeOf(repository, open, 'CLOSED');
}

async function changeOf(
  { files, name }: ConnectedRepository,
  { id, title, source, destination, head }: PullRequest,
  event: PullRequestChange['event'],
): Promise<PullRequestChange> {
  const commit = await files.commit(head);
  if (!commit) throw new Error(`${name} has lost ${head}, the head of pull request ${id}`);
  const target = await files.branch(destination);
  const changed = target ? await files.changedFiles(target.id, head) : [];
  return { type: 'pull request', event, id, title, source, destination, commit, files: changed };
}
