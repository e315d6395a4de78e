import { BUILD } from './commit-build';
import { COMMIT, hasBranch } from '../source/commit';
import type { ConnectionProvider } from '../config/model';
import type { ApprovalRequest } from '../gates/approve';
import { MAX_CONFIGURATION_VALUE_LENGTH } from '../pipeline/action';
import type { Build } from './config/model';
import { digestVariable } from './config/digest-variable';
import type { GitSource } from '../source/config/git-model';

/** Characters that take the place of a variable: a branch as long as hosts allow, a commit's SHA-1, a version or a hash. */
const BRANCH_LENGTH = 255;
const COMMIT_LENGTH = 40;
const EXPORT_LENGTH = 64;

/** What an earlier action exports: its namespace, and the names of its variables. */
export interface ExportedVariables {
  readonly namespace: string;
  readonly names: readonly string[];
  /** What exports them, as in "3 more exported by …". */
  readonly by: string;
  /** Characters that their values have at most. @default - 64, as a version or a hash */
  readonly lengths?: Readonly<Record<string, number>>;
}

/**
 * Asks about a commit by its repository, branch where there always is one, and id, and by what its build exported. Its
 * message is left out: however long the text that somebody commits, it would have to fit into what CodePipeline takes
 * together with everything else, and where it did not, the approval would fail and nothing could be released. The link
 * shows it, with the changes.
 * @param before characters that the caller puts before it
 */
export function commitRequest(git: GitSource, exports: ExportedVariables, before = 0): ApprovalRequest {
  const link = commitLink(git);
  return { whatGoesLive: whatGoesLive(git, exports, before), ...(link && { link }) };
}

/** `sha256:` and 64 digits. */
const DIGEST_LENGTH = 71;

/**
 * What the build of a commit exports: the digests of its images first, which are what is deployed. A team's own buildspec
 * exports what the config names.
 */
export function buildExports({ buildspec, images, exports }: Build): ExportedVariables {
  const digests = images.map(digestVariable);
  return {
    namespace: BUILD.action,
    names: buildspec === undefined ? [...new Set([...digests, ...exports])] : exports,
    by: 'the build',
    lengths: Object.fromEntries(digests.map((name) => [name, DIGEST_LENGTH])),
  };
}

/** As many exported variables as fit with values of that length, in the config's order, and how many there are beside. */
function whatGoesLive(
  git: GitSource,
  { namespace, names, by, lengths = {} }: ExportedVariables,
  before: number,
): string {
  const exported = (name: string) => `; ${name} is #{${namespace}.${name}}`;
  const more = (count: number) => (count ? `; ${count} more exported by ${by}` : '');
  const branch = hasBranch(git) ? `, branch #{${COMMIT.action}.BranchName},` : '';
  const commit = `${git.repository}${branch} is at commit #{${COMMIT.action}.CommitId}`;
  let length = before + commit.length + BRANCH_LENGTH + COMMIT_LENGTH + more(names.length).length;
  const fitting = names.filter((name) => {
    length += exported(name).length + (lengths[name] ?? EXPORT_LENGTH);
    return length <= MAX_CONFIGURATION_VALUE_LENGTH;
  });
  return [commit, ...fitting.map(exported), more(names.length - fitting.length)].join('');
}

/** Where the provider shows a commit of the repository. @returns undefined where its address does not follow from the config */
export function commitLink({ host, repository }: GitSource): string | undefined {
  const provider = host.type === 'connection' ? host.connection.provider : undefined;
  const page = provider && COMMIT_PAGES[provider];
  return page && `${page(repository)}/#{${COMMIT.action}.CommitId}`;
}

/** The providers that have one address for everybody. */
const COMMIT_PAGES: Readonly<Partial<Record<ConnectionProvider, (repository: string) => string>>> = {
  Bitbucket: (repository) => `https://bitbucket.org/${repository}/commits`,
  GitHub: (repository) => `https://github.com/${repository}/commit`,
  GitLab: (repository) => `https://gitlab.com/${repository}/-/commit`,
};
