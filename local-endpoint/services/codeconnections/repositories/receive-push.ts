import type { ReceivedPush } from '../../../git/served-repository';
import { changeOf, chooseDefaultBranch, parseReferences } from '../../../git/references';
import type { ConnectedRepository, ConnectionsStore } from '../store';
import { pullRequestChanges } from './pull-requests';

/**
 * Publishes a push to a repository that connections reach.
 * @returns lines that git shows to the pusher
 */
export async function receivePush(
  store: ConnectionsStore,
  repository: ConnectedRepository,
  { references: text, options }: ReceivedPush,
): Promise<readonly string[]> {
  const references = parseReferences(text);
  await chooseDefaultBranch(repository.files, references);
  const pushed = await Promise.all(references.map((reference) => changeOf(repository.files, reference)));
  const requested = await pullRequestChanges(repository, references, parseOptions(options));
  const changes = [...pushed.filter((change) => change !== undefined), ...requested];
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
