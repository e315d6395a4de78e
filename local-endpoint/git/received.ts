import type { Room } from './room';
import type { HostedRepository } from './hosted-repository';
import { pullRequestChanges } from './pull-requests';
import { changeOf, parseReferences, type Reference } from './references';

/** What the hook tells of a push. */
export interface Received {
  /** As git gives them to a post-receive hook. */
  readonly references: string;
  /** What was given with `git push -o`. */
  readonly options: readonly string[];
}

/**
 * Tells everybody of a push to a hosted repository.
 * @returns what the pusher is told, a line each
 */
export async function receivePush(
  room: Room,
  repository: HostedRepository,
  { references: text, options }: Received,
): Promise<readonly string[]> {
  const references = parseReferences(text);
  await chooseDefaultBranch(repository, references);
  const pushed = await Promise.all(references.map((reference) => changeOf(repository.files, reference)));
  const asked = await pullRequestChanges(repository, references, parseOptions(options));
  const changes = [...pushed.filter((change) => change !== undefined), ...asked];
  if (changes.length === 0) return [];
  const push = { repository: repository.name, changes };
  return (await Promise.all(room.listeners.map((listener) => listener(push)))).flat();
}

/** The first branch that is ever pushed is the one that people get without asking, as with every provider. */
export async function chooseDefaultBranch(
  { files }: Pick<HostedRepository, 'files'>,
  references: readonly Reference[],
): Promise<void> {
  const first = references.find(({ type, after }) => type === 'branch' && after);
  if (first && !(await files.defaultBranch())) await files.setDefaultBranch(first.name);
}

const parseOptions = (options: readonly string[]): Map<string, string> =>
  new Map(
    options.map((option): [string, string] => {
      const [name = '', ...value] = option.split('=');
      return [name, value.join('=')];
    }),
  );
