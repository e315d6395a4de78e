import type { ConnectedRepository, ConnectionsStore } from '../store';

/** `owner/name`, or with the groups that GitLab has. */
const NAME = /^[A-Za-z0-9_][\w.-]*(\/[A-Za-z0-9_][\w.-]*)+$/;

/**
 * A repository that connections reach; its first push creates it, because there is no other way to do so here.
 * @returns the reason where there is none, which git shows to the user
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
  const files = await store.context.git.createRepository('connected', `${name}.git`);
  const concurrent = store.repositories.get(name);
  if (concurrent) return concurrent;
  const repository = { name, files, pullRequests: new Map(), pullRequestCount: 0 };
  store.context.log(`git: ${name} is made by its first push; a provider would have had it made before`);
  store.repositories.set(name, repository);
  return repository;
}
