import { parseArn } from '../../kit/arn';
import { AwsError } from '../../kit/aws-error';
import type { CallContext } from '../../kit/operation';
import { scopeOf } from '../../kit/scope';
import type { CodeCommitRepository, CodeCommitStore } from './store';

/** @throws AwsError `RepositoryNameRequiredException`, `RepositoryDoesNotExistException` */
export function findRepository(
  { repositories }: CodeCommitStore,
  context: CallContext,
  name: string | undefined,
): CodeCommitRepository {
  if (!name) throw new AwsError('RepositoryNameRequiredException', 'A repository name is required');
  return repositories.in(scopeOf(context)).get(name) ?? notFound(name);
}

/** @throws AwsError `RepositoryDoesNotExistException` */
export function findRepositoryByArn(
  { repositories }: CodeCommitStore,
  text: string | undefined,
): CodeCommitRepository {
  const arn = parseArn(text);
  return (arn && repositories.in(arn).get(arn.resource)) ?? notFound(text);
}

function notFound(nameOrArn: string | undefined): never {
  throw new AwsError('RepositoryDoesNotExistException', `${nameOrArn} does not exist`);
}

/**
 * The repository that the URL of a push names: `<name>`, or `<account>/<region>/<name>` where several accounts and regions
 * have one of that name; in AWS, credentials and host name decide that.
 * @returns the reason where there is none, which git shows to the user
 */
export function findRepositoryByUrl(
  { repositories }: CodeCommitStore,
  path: string,
): CodeCommitRepository | string {
  const parts = path.split('/');
  const name = parts.at(-1) ?? '';
  const all = repositories.all().flatMap((byName) => byName.get(name) ?? []);
  const matching = parts.length === 3 ? all.filter((repository) => pathOf(repository) === path) : all;
  const [found, other] = matching;
  if (!found)
    return `Repository ${path} does not exist: aws codecommit create-repository --repository-name ${name}`;
  if (!other) return found;
  const urls = all.map((repository) => `/v1/repos/${pathOf(repository)}`);
  return `Several accounts or regions have a repository ${name}; push to one of ${urls.join(', ')}`;
}

const pathOf = ({ scope: { account, region }, name }: CodeCommitRepository): string =>
  `${account}/${region}/${name}`;
