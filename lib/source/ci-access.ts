import type { PipelineIdentity } from '../../handlers/contract/names';
import { identityOf } from '../config/identity';
import type { Environment } from '../config/model';
import type { PipelineWithSources } from './config/sources';
import type { Ci, UploadedObject } from './config/uploads-model';

/** Who outside AWS may upload to the sources of one account and region. */
export interface CiAccess {
  /** One for each pipeline whose uploads come from a CI. */
  readonly roles: readonly CiUploads[];
  /** Issuers of identity tokens that the account is to trust, each made in one region only: IAM knows no regions. */
  readonly identityProviders: readonly IdentityProvider[];
}

/** What the CI of one pipeline uploads. */
export interface CiUploads {
  readonly identity: PipelineIdentity;
  readonly ci: Ci;
  /** Names of the ECR repositories that it pushes to. */
  readonly repositories: readonly string[];
  readonly objects: readonly Pick<UploadedObject, 'bucket' | 'key'>[];
}

/** An issuer of identity tokens, and whom these may be meant for. */
export interface IdentityProvider {
  readonly url: string;
  readonly audiences: readonly string[];
}

/**
 * Who may upload in an account and region.
 * @param pipelines all of the config: in which region an identity provider is made depends on them all
 */
export function ciAccess(
  pipelines: readonly PipelineWithSources[],
  { account, region }: Pick<Environment, 'account' | 'region'>,
): CiAccess {
  const inAccount = pipelines.filter(({ pipeline }) => pipeline.environment.account === account);
  const here = ({ pipeline }: PipelineWithSources): boolean => pipeline.environment.region === region;
  const urls = new Set(inAccount.flatMap(ciUploadsOf).map(({ ci }) => ci.url));
  const usersOf = (url: string): PipelineWithSources[] =>
    inAccount.filter(({ sources }) => sources.ci?.url === url);
  return {
    roles: inAccount.filter(here).flatMap(ciUploadsOf),
    identityProviders: [...urls]
      .filter((url) => usersOf(url).slice(0, 1).some(here))
      .flatMap((url) => identityProvider(url, usersOf(url).flatMap(ciUploadsOf))),
  };
}

function ciUploadsOf({ pipeline, sources }: PipelineWithSources): CiUploads[] {
  const { ci, repositories = [], objects = [] } = sources;
  if (!ci) return [];
  return [
    {
      identity: identityOf(pipeline),
      ci,
      repositories: [...new Set(repositories.map(({ repository }) => repository))],
      objects,
    },
  ];
}

/** What is there already for one pipeline is not made for another. */
function identityProvider(url: string, users: readonly CiUploads[]): IdentityProvider[] {
  if (users.some(({ ci }) => ci.existingIdentityProvider)) return [];
  return [{ url, audiences: [...new Set(users.map(({ ci }) => audienceOf(ci)))] }];
}

/**
 * Whom a CI's identity tokens are meant for: what `aws-actions/configure-aws-credentials` asks GitHub for, and what
 * GitLab's own guide has its jobs ask for.
 * https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws
 * https://docs.gitlab.com/ci/cloud_services/aws/
 */
export const audienceOf = ({ provider, url }: Ci): string =>
  provider === 'github' ? 'sts.amazonaws.com' : url;
