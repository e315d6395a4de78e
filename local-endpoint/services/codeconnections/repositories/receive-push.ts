import { chooseDefaultBranch } from '../../../git/default-branch';
import type { ReceivedPush } from '../../../git/git-server';
import type { ConnectionsStore } from '../store';
import type { ConnectedRepository } from './repository';
import { pullRequestChanges } from './pull-requests';
import { changeOf, parseReferences } from '../../../git/references';

/**
 * Publishes a push to a repository that connections reach.
 * @returns what the pusher is shown, a line each
 */
export async function receivePush(
  store: ConnectionsStore,
  repository: ConnectedRepository,
  { references: text, options }: ReceivedPush,
): Promise<readonly string[]> {
  const references = parseReferences(text);
  await chooseDefaultBranch(repository.files, references);
  const pushed = await Promise.all(references.map((reference) => changeOf(repository.files, reference)));
  const asked = await pullRequestChanges(repository, references, parseOptions(options));
  const changes = [...pushed.filter((change) => change !== undefined), ...asked];
  if (changes.length === 0) return [];
  const push = { repository: repository.name, changes };
  return store.context.pushes.publish(push);
}

const parseOptions = (options: readonly string[]): Map<string, string> =>
  new Map(
    options.map((option): [string, string] => {
      const [name = '', ...value] = option.split('=');
      return [name, value.join('=')];
    }),
  );
