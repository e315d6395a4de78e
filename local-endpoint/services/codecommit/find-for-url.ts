import type { CodeCommitStore } from './store';
import type { CodeCommitRepository } from './model';

/**
 * The repository that the URL of a push names: `<name>`, or `<account>/<region>/<name>` where several places have one of
 * that name, for in AWS account and region are told by credentials and host name.
 * @returns why there is none, in words for the person
 */
export function findForUrl(store: CodeCommitStore, path: string): CodeCommitRepository | string {
  const parts = path.split('/');
  const name = parts.at(-1) ?? '';
  const all = store.repositories.all().flatMap((repositories) => repositories.get(name) ?? []);
  const meant =
    parts.length === 3
      ? all.filter(({ accountId, region }) => path.startsWith(`${accountId}/${region}/`))
      : all;
  const [found, other] = meant;
  if (!found)
    return `Repository ${path} does not exist: aws codecommit create-repository --repository-name ${name}`;
  if (!other) return found;
  const urls = all.map(({ accountId, region }) => `/v1/repos/${accountId}/${region}/${name}`);
  return `Several places have a repository ${name}; push to one of ${urls.join(', ')}`;
}
