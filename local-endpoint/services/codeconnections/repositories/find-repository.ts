import type { ConnectionsStore } from '../store';
import type { ConnectedRepository } from './repository';

/** `owner/name`, or with the groups that GitLab has. */
const NAME = /^[A-Za-z0-9_][\w.-]*(\/[A-Za-z0-9_][\w.-]*)+$/;

/**
 * A repository that connections reach; a push makes it where there is none, since there is no place here to make it first.
 * @returns why there is none, which git shows to the person
 */
export async function findOrCreateRepository(
  store: ConnectionsStore,
  name: string,
  pushing: boolean,
): Promise<ConnectedRepository | string> {
  const known = store.repositories.get(name);
  if (known) return known;
  if (!NAME.test(name)) return `A repository is named owner/name, got: ${name}`;
  if (!pushing) return `Repository ${name} does not exist yet: its first push makes it`;
  const files = await store.context.git.createRepository('hosted', `${name}.git`);
  const meanwhile = store.repositories.get(name);
  if (meanwhile) return meanwhile;
  const repository = { name, files, pullRequests: new Map(), pullRequestCount: 0 };
  store.context.log(`git: ${name} is made by its first push; a provider would have had it made before`);
  store.repositories.set(name, repository);
  return repository;
}
