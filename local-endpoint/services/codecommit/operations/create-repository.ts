import { randomUUID } from 'node:crypto';
import type { CreateRepositoryInput, CreateRepositoryOutput } from '@aws-sdk/client-codecommit';
import { AwsError, type Operation } from '../../../endpoint/service';
import type { Room } from '../../../git/room';
import { describeRepository } from '../describe';
import { repositoryKey } from '../model';

/** https://docs.aws.amazon.com/codecommit/latest/APIReference/API_CreateRepository.html */
export const createRepository =
  (room: Room): Operation<CreateRepositoryInput, CreateRepositoryOutput> =>
  async (
    { repositoryName: name = '', repositoryDescription: description, tags = {} },
    { caller, region },
  ) => {
    requireName(name);
    const { accountId } = caller;
    const key = repositoryKey(accountId, region, name);
    if (room.codecommit.has(key))
      throw new AwsError('RepositoryNameExistsException', `Repository named ${name} already exists`);
    const now = room.world.clock.now();
    const repository = {
      accountId,
      region,
      name,
      id: randomUUID(),
      arn: `arn:aws:codecommit:${region}:${accountId}:${name}`,
      description,
      created: now,
      modified: now,
      tags: new Map(Object.entries(tags)),
      files: await room.makeRepository('codecommit', accountId, region, `${name}.git`),
      archives: new Map<string, Promise<Buffer>>(),
    };
    room.codecommit.set(key, repository);
    return { repositoryMetadata: await describeRepository(room, repository) };
  };

/** https://docs.aws.amazon.com/codecommit/latest/userguide/limits.html */
function requireName(name: string): void {
  if (!name) throw new AwsError('RepositoryNameRequiredException', 'A repository name is required');
  if (/^[\w.-]{1,100}$/.test(name) && !name.endsWith('.git') && !/^\.+$/.test(name)) return;
  throw new AwsError(
    'InvalidRepositoryNameException',
    `The repository name ${name} is not valid: it may have up to 100 letters, digits, periods, underscores and dashes, and must not end in .git`,
  );
}
