import type { Room } from './room';
import type { HostedRepository } from './hosted-repository';

/** `owner/name`, or with the groups that GitLab has. */
const NAME = /^[A-Za-z0-9_][\w.-]*(\/[A-Za-z0-9_][\w.-]*)+$/;

/**
 * A repository that connections reach; a push makes it where there is none, since there is no place here to make it first.
 * @returns why there is none, in words for the person
 */
export async function hostedRepository(
  room: Room,
  name: string,
  pushing: boolean,
): Promise<HostedRepository | string> {
  const known = room.hosted.get(name);
  if (known) return known;
  if (!NAME.test(name)) return `A repository is named owner/name, got: ${name}`;
  if (!pushing) return `Repository ${name} does not exist yet: its first push makes it`;
  const files = await room.makeRepository('hosted', `${name}.git`);
  const meanwhile = room.hosted.get(name);
  if (meanwhile) return meanwhile;
  const repository = { name, files, pullRequests: new Map(), pullRequestCount: 0 };
  room.world.say(`git: ${name} is made by its first push; a provider would have had it made before`);
  room.hosted.set(name, repository);
  return repository;
}
